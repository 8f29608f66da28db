import type { CreditedWork } from '../../articles/rules/credit-line.ts';

/** The facts of a licence's credit line, frozen when it is issued. */
export interface Credit extends CreditedWork {
  holder: string;
  year: string;
  number: string;
  verifyUrl: string;
  /** A Creative Commons licence of the article, as its short name, or null. */
  ccLicence: string | null;
}

/** The credit as a message in pieces; the words between them are translated. */
export const creditSentence =
  '{title}{hasByline, select, yes { by {byline}} other {}} was first published by {newsroom}' +
  '{hasDate, select, yes { on {date}} other {}}. © {year} {holder}. Republished under {licence}.';

export const licenceWords = 'licence {number}';
export const ccSentence = 'The article is under {licence}.';
