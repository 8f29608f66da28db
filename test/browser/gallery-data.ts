/** Invented facts that fill the gallery: one page for each family of components. */
const title = 'River town floods for the third time in a decade, and nobody moved the school';
const lines = [
  { label: 'Base for up to 250,000 views a month', figure: '£140.00' },
  { label: '912 words', figure: '× 1' },
  { label: '3 months', figure: '× 0.7' },
  { label: 'Rounded up to the next £5', figure: '+ £2.00' },
];
const total = { label: 'Total, no tax added', figure: '£100.00' };
const choice = (value: string, label: string, hint: string | null = null) => ({ value, label, hint });
const bare = { amount: null, text: null, lines: [], total: null, included: [], alternative: null, promise: null };
const step = (label: string, state: string, date: string | null = null) => ({ label, state, date, note: null });

export const galleryPages = ['catalogue', 'article', 'form', 'guest', 'licence', 'queue', 'desk-request', 'certificate'];

export const site = {
  name: 'The Harbour Gazette',
  legalName: 'Harbour Gazette Ltd',
  siteUrl: 'https://harbour.example.org',
  language: 'en-GB',
  dir: 'ltr',
  accent: '#9f1d20',
  testMode: true,
  baseUrl: 'http://localhost',
  cardPayments: true,
  demo: true,
  timeZone: 'Europe/London',
};

export const galleryData = {
  site,
  locale: 'en-GB',
  path: '/admin/requests',
  nonce: 'n',
  staff: { id: '1', name: 'Amal Sample', email: 'amal@example.org', role: 'admin' },
  notice: null,
  reference: '0123456789ab',
  values: { name: 'Kim Sample', email: 'kim@', note: 'بيت على النهر' },
  problems: [
    { field: 'email', message: 'Enter an e-mail address like name@example.org.' },
    { field: 'orgtype', message: 'Choose the kind of organisation.' },
    { field: 'terms', message: 'Confirm that you have read the terms.' },
  ],
  sections: [choice('world', 'World'), choice('science', 'Science')],
  languages: [choice('en', 'English'), choice('ar', 'العربية')],
  articles: [
    { slug: 'a', section: 'Environment', date: '2026-11-23', lang: 'en', title, standfirst: 'Three floods, two inquiries, one town hall that keeps its files in the cellar.', byline: 'Ada Writer and Björn Łukasz', price: 2500, answer: null },
    { slug: 'b', section: 'العالم', date: '2026-11-22', lang: 'ar', title: 'المدينة التي تعيش على النهر', standfirst: 'تقرير من ثلاث قرى عن الماء والذاكرة والمدرسة التي لم ينقلها أحد.', byline: 'ليلى الكاتب', price: null, answer: 'Free to republish' },
    { slug: 'c', section: 'Science', date: '2026-11-20', lang: 'fr', title: 'L’Œil d’une ville qui écoute ses arbres', standfirst: 'Un été à mesurer l’ombre, rue par rue.', byline: 'Camille Exemple', price: null, answer: 'Ask us' },
  ],
  article: { title, section: 'Environment', date: '2026-11-23', lang: 'en', standfirst: 'Three floods, two inquiries, one town hall that keeps its files in the cellar.', byline: 'Ada Writer' },
  uses: [choice('republish_full', 'Republish the whole article'), choice('excerpt', 'Use an excerpt')],
  media: [choice('website', 'Website'), choice('print', 'Print'), choice('newsletter', 'Newsletter')],
  reach: [choice('50000', 'Up to 50,000'), choice('250000', 'Up to 250,000')],
  durations: [choice('3m', '3 months'), choice('12m', '12 months')],
  countries: [choice('GB', 'United Kingdom'), choice('FR', 'France')],
  orgtypes: [choice('news_commercial', 'A newspaper or news site', 'With advertising or subscriptions'), choice('charity', 'A charity')],
  edits: [choice('shorten', 'Shorten it'), choice('headline', 'Change the headline')],
  answer: { ...bare, kind: 'price', title: 'Your price', amount: '£100.00', lines, total, included: ['The text', 'Two pictures of ours', 'The credit to copy'], promise: 'An editor answers within 2 working days.' },
  others: [
    { ...bare, kind: 'free', title: 'Free to republish', text: 'Under CC BY-ND 4.0, with the credit.' },
    { ...bare, kind: 'refer', title: 'A person must look at this', text: 'Marketing uses are decided one by one.', promise: 'You have an answer by 25 November 2026.' },
    { ...bare, kind: 'refuse', title: 'Not for political campaigns', text: 'We do not license our journalism to parties or candidates.', alternative: 'You may quote up to 100 words with the credit, or link to it.' },
  ],
  steps: [step('Sent', 'done', '2026-11-20'), step('Confirmed', 'done', '2026-11-20'), step('Offer made', 'now', '2026-11-23'), step('Paid', 'todo'), step('Licence', 'todo')],
  stopped: [step('Sent', 'done', '2026-11-20'), step('Confirmed', 'done', '2026-11-20'), step('Declined', 'stopped', '2026-11-23')],
  tabs: [{ key: 'in_review', label: 'To decide', count: 12, here: true }, { key: 'needs_info', label: 'Waiting for an answer', count: 3, here: false }, { key: 'offered', label: 'Offered', count: 1240, here: false }],
  rows: [
    { age: 'late', promise: 'Late by 1 day', who: 'Kim Sample', org: 'The Daily Example', title, use: 'Whole text, website to 250,000 views, 3 months', answer: '£100.00', flags: [{ kind: 'warning', label: 'Agency text' }] },
    { age: 'soon', promise: '3 hours left', who: 'Noor Sample', org: 'Radio Commons', title: 'المدينة التي تعيش على النهر', use: 'Read on air', answer: 'Free', flags: [{ kind: 'plain', label: 'Claimed non-profit' }] },
    { age: 'fine', promise: '2 days left', who: 'Max Sample', org: 'Agency for Nobody', title: 'The quiet budget', use: 'Marketing, website', answer: 'Refer', flags: [] },
  ],
};
