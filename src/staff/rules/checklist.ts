import { defaultSettings, type Settings } from '../../platform/settings.ts';

/** What is known about how far the portal is set up. */
export interface Readiness {
  settings: Settings;
  terms: boolean;
  tariff: boolean;
  articles: boolean;
  /** Null without any card payments, false in test mode. */
  liveMoney: boolean | null;
  mail: boolean;
  /** How many things are wrong with the connection to the payment service, or with the books. */
  moneyTroubles: number;
}

/** One thing to see to before opening; texts are English, to be translated. */
export interface ToDo {
  done: boolean;
  text: string;
  sentence: string;
  url: string | null;
}

/** The list of the first run, in the order in which it is best done. */
export function checklist(ready: Readiness): ToDo[] {
  const { name, legalName, email } = ready.settings;
  const named = name !== defaultSettings.name && legalName !== '' && email !== '';
  return [
    {
      done: named,
      text: 'Name, legal name and e-mail of the newsroom',
      sentence: 'They head every page, letter and licence.',
      url: named ? null : '#name',
    },
    {
      done: ready.terms,
      text: 'Terms of your licences',
      sentence: 'Have somebody who knows your law read them.',
      url: null,
    },
    {
      done: ready.tariff,
      text: 'Tariff',
      sentence: 'Check every price before the first request comes.',
      url: '/admin/tariffs',
    },
    payments(ready.liveMoney),
    ...(ready.moneyTroubles > 0 ? [moneyTrouble] : []),
    {
      done: ready.mail,
      text: 'Letters',
      sentence: 'Set SMTP_URL and MAIL_FROM, so that letters leave the house.',
      url: '/admin/letters',
    },
    {
      done: ready.articles,
      text: 'Articles',
      sentence: 'Import your articles: nothing can be licensed before.',
      url: '/admin/articles',
    },
  ];
}

const moneyTrouble: ToDo = {
  done: false,
  text: 'Payments health',
  sentence: 'Something is wrong with the connection to Stripe or with the books.',
  url: '/admin/payments/health',
};

function payments(liveMoney: boolean | null): ToDo {
  const text = 'Card payments';
  if (liveMoney === true)
    return { done: true, text, sentence: 'Stripe takes real money.', url: null };
  const sentence =
    liveMoney === null
      ? 'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET. Until then only bank transfers work.'
      : 'Test mode: no real money moves. Use your live Stripe keys when you open.';
  return { done: false, text, sentence, url: null };
}
