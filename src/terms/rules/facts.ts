import type { Settings } from '../../platform/settings.ts';
import type { Line } from '../../pricing/rules/answer.ts';
import type { Use } from '../../pricing/rules/use.ts';
import type { Money } from '../../values/money.ts';

/** One article that the terms are for. */
export interface LicensedWork {
  title: string;
  url: string;
  byline: readonly string[];
  /** SHA-256 of the text, hex. */
  contentHash: string;
  use: Use;
  /** The Creative Commons licence the article is given under, where that is what grants the use. */
  ccLicence?: string | null;
  /** What the use says besides, in the newsroom's words: "Share of the page: Half a page". */
  details?: readonly string[];
  /** Sentences of the tariff that bind this licence besides the terms. */
  conditions?: readonly string[];
}

/** Everything that a version of the terms is filled with. */
export interface TermsFacts {
  works: readonly LicensedWork[];
  licensee: { organisation: string; contact: string; endClient: string; publication: string };
  newsroom: Settings;
  /** With tax; null where it is free. */
  fee: Money | null;
  quoteLines: readonly Line[];
}

/** The numbers and words that a version of the terms fixes for all licences under it. */
export interface TermsParameters {
  /** Days after publication within which the address or a copy is sent. */
  proofDays: number;
  /** Hours within which a correction is taken over, and a withdrawn article taken down. */
  correctionHours: number;
  killHours: number;
  /** Days to put a breach right. */
  cureDays: number;
  /** Days in which a licence that was not used may be given back, where a template names them itself. */
  cancelDays: number;
  /** Days within which copies are removed after the end. */
  removalDays: number;
  /** The country's law in words; '' means that of the newsroom's country. */
  law: string;
  courts: string;
}

/** A version of the terms as it stands in its table. */
export interface TermsRow {
  version: number;
  template: string;
  parameters: TermsParameters;
  /** SHA-256 over template and parameters, hex. */
  hash: string;
  note: string;
  created_by: string;
  created_at: Date;
}

export interface RenderedTerms {
  text: string;
  html: string;
  /** SHA-256 of `text` in UTF-8, hex. */
  hash: string;
  /** The duties in short, a sentence each. */
  short: string[];
}
