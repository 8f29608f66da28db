import type { When } from './tariff.ts';

/** What somebody wants to do with an article: the words of the form and of the tariff. */
export const useKinds = [
  'republish_full',
  'excerpt',
  'translate',
  'print_reprint',
  'e_print_pdf',
  'corporate_share',
  'education',
  'book',
  'broadcast_read',
  'photo_only',
  'ai_training',
  'other',
] as const;
export type UseKind = (typeof useKinds)[number];

export const media = [
  'website',
  'app',
  'newsletter',
  'print',
  'social',
  'intranet',
  'book',
  'broadcast',
  'podcast',
] as const;
export type Medium = (typeof media)[number];

export const durations = ['1m', '3m', '12m', '24m', 'single_issue', 'perpetual'] as const;
export type Duration = (typeof durations)[number];

export const organisationTypes = [
  'news_commercial',
  'news_nonprofit',
  'freelance',
  'education',
  'charity',
  'government',
  'company',
  'agency_for_client',
  'individual',
  'ai_company',
] as const;
export type OrganisationType = (typeof organisationTypes)[number];

export const purposes = [
  'news',
  'education',
  'book',
  'corporate',
  'marketing',
  'political',
  'personal',
  'other',
] as const;
export type Purpose = (typeof purposes)[number];

export const imageChoices = ['none', 'ours_with_story', 'specific'] as const;
export type ImageChoice = (typeof imageChoices)[number];

export const exclusivities = ['none', 'territory', 'world'] as const;
export type Exclusivity = (typeof exclusivities)[number];

export const editKinds = ['none', 'shorten', 'headline', 'localise', 'other'] as const;
export type EditKind = (typeof editKinds)[number];

/**
 * How many people the use reaches (views a month, copies, subscribers, employees, listeners by
 * medium): a number, a band of the rate card, or not known.
 */
export type Reach =
  | { kind: 'exactly'; value: number }
  | { kind: 'upTo'; value: number }
  | { kind: 'over'; value: number }
  | { kind: 'unknown' };

/** So many articles that an organisation may still license free, where the conditions hold. */
export interface Allowance {
  id: string;
  name: string;
  left: number;
  when: When;
}

/** What the newsroom knows about who asks; never taken from the public form. */
export interface Standing {
  /** The claimed organisation type was proven. */
  verified: boolean;
  /** A programme staff put them into, such as `small_charity`. */
  programme: string | null;
  licencesLast30Days: number;
  allowances: readonly Allowance[];
}

export const noStanding: Standing = {
  verified: false,
  programme: null,
  licencesLast30Days: 0,
  allowances: [],
};

/** Where the bill goes; `registered` when a VAT or GST number was given. */
export interface Bill {
  country: string;
  registered: boolean;
}

export interface Use {
  use: UseKind;
  medium: Medium;
  reach: Reach;
  duration: Duration;
  /** BCP 47 tags; empty means the language of the article. */
  languages: readonly string[];
  /** `world` alone, or ISO 3166-1 countries and UN M49 regions. */
  territory: readonly string[];
  organisation: OrganisationType;
  /** ISO 3166-1 alpha-2 of who asks. */
  country: string;
  purpose: Purpose;
  /** The words to be quoted, for the use `excerpt` only. */
  excerpt: string | null;
  images: ImageChoice;
  /** How many pictures are wanted when `specific`. */
  pictures: number;
  exclusivity: Exclusivity;
  /** It stands there already: the licence is for what was done. */
  alreadyPublished: boolean;
  paperInvoice: boolean;
  edits: EditKind;
  paywalled: boolean;
  withAds: boolean;
  /** Answers to the tariff's own questions, by their names. */
  details: Readonly<Record<string, string>>;
  /** ISO 4217, where the republisher chose one; null is the tariff's first. */
  currency: string | null;
  /** Null while it is not known: then the republisher's country counts, without a number. */
  bill: Bill | null;
  /** How many articles are asked for together; the first priced one carries what is due once. */
  basket: { articles: number; first: boolean };
  standing: Standing;
}

/** The plainest use, of which nothing is known but that it is the whole article on a site for a year. */
export const plainUse: Use = {
  use: 'republish_full',
  medium: 'website',
  reach: { kind: 'unknown' },
  duration: '12m',
  languages: [],
  territory: ['world'],
  organisation: 'news_commercial',
  country: 'GB',
  purpose: 'news',
  excerpt: null,
  images: 'none',
  pictures: 0,
  exclusivity: 'none',
  alreadyPublished: false,
  paperInvoice: false,
  edits: 'none',
  paywalled: false,
  withAds: false,
  details: {},
  currency: null,
  bill: null,
  basket: { articles: 1, first: true },
  standing: noStanding,
};

/** A use as it was stored, with what uses of its day did not say yet. */
export function completeUse(stored: Partial<Use>): Use {
  return { ...plainUse, ...stored, standing: { ...noStanding, ...stored.standing } };
}
