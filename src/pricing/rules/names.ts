import type {
  Duration,
  EditKind,
  Exclusivity,
  ImageChoice,
  Medium,
  OrganisationType,
  Purpose,
  UseKind,
} from './use.ts';

/** What each choice is called on forms, in lines and in letters: English keys of translation. */
export const useNames: Record<UseKind, string> = {
  republish_full: 'Republish the whole article',
  excerpt: 'Quote an excerpt',
  translate: 'Translate and publish',
  print_reprint: 'Paper reprints',
  e_print_pdf: 'A PDF to pass on',
  corporate_share: 'Share inside an organisation',
  education: 'Teaching',
  book: 'A book or anthology',
  broadcast_read: 'Read it on air',
  photo_only: 'A picture only',
  ai_training: 'Training or feeding AI',
  other: 'Something else',
};

export const mediumNames: Record<Medium, string> = {
  website: 'Website',
  app: 'App',
  newsletter: 'Newsletter',
  print: 'Print',
  social: 'Social media',
  intranet: 'Intranet',
  book: 'Book',
  broadcast: 'Radio or television',
  podcast: 'Podcast',
};

export const durationNames: Record<Duration, string> = {
  '1m': '1 month',
  '3m': '3 months',
  '12m': '12 months',
  '24m': '24 months',
  single_issue: 'A single issue',
  perpetual: 'Without end',
};

export const organisationNames: Record<OrganisationType, string> = {
  news_commercial: 'News organisation, commercial',
  news_nonprofit: 'News organisation, non-profit',
  freelance: 'Freelance',
  education: 'School or university',
  charity: 'Charity',
  government: 'Public body',
  company: 'Company',
  agency_for_client: 'Agency for a client',
  individual: 'Private person',
  ai_company: 'AI company',
};

export const purposeNames: Record<Purpose, string> = {
  news: 'News',
  education: 'Education',
  book: 'Book publishing',
  corporate: 'Corporate communication',
  marketing: 'Marketing',
  political: 'Political campaigning',
  personal: 'Personal use',
  other: 'Another purpose',
};

export const imageNames: Record<ImageChoice, string> = {
  none: 'No pictures',
  ours_with_story: 'The pictures you may pass on',
  specific: 'Certain pictures',
};

/** What each kind of change is called on the form and to staff. */
export const editNames: Record<EditKind, string> = {
  none: 'Nothing, we take it as it is',
  shorten: 'Shorten it',
  headline: 'Change the headline',
  localise: 'Adapt it to our region',
  other: 'Something else',
};

const exclusivityNames: Record<Exclusivity, string> = {
  none: 'Not exclusive',
  territory: 'Exclusive in the territory',
  world: 'Exclusive worldwide',
};

const territoryNames: Record<string, string> = {
  country: 'One country',
  region: 'One region',
  world: 'Worldwide',
};

/** The name of any value that a tariff's table may be read with; the value itself where it has none. */
export const factNames: Record<string, Readonly<Record<string, string>>> = {
  use: useNames,
  medium: mediumNames,
  duration: durationNames,
  organisation: organisationNames,
  purpose: purposeNames,
  images: imageNames,
  exclusivity: exclusivityNames,
  edits: editNames,
  territory: territoryNames,
};
