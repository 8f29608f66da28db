/** The facts of a credit line, frozen when the licence is issued. Days as `2026-11-20`. */
export interface Credit {
  title: string;
  titleLanguage: string;
  url: string;
  bylines: string[];
  newsroom: string;
  newsroomUrl: string;
  /** The day of first publication, null where it is not known. */
  publishedOn: string | null;
  holder: string;
  year: string;
  number: string;
  verifyUrl: string;
  /** A Creative Commons licence of the article, as its short name, or null. */
  ccLicence: string | null;
  /** BCP 47: the language of the sentence. */
  language: string;
}

/** The credit as a message in pieces; the words between them are translated. */
export const creditSentence =
  '{title}{hasByline, select, yes { by {byline}} other {}} was first published by {newsroom}' +
  '{hasDate, select, yes { on {date}} other {}}. © {year} {holder}. Republished under {licence}.';

export const licenceWords = 'licence {number}';
export const ccSentence = 'The article is under {licence}.';
