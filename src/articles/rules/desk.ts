import type { Provenance } from '../../pricing/rules/article-facts.ts';

/** What staff say may be done with an article. */
export interface Flags {
  licensable: boolean;
  coPublished: boolean;
  provenance: Provenance;
  /** With whom it was made or whose it is; empty where nobody is to be named. */
  rightsholder: string;
  embargoUntil: Date | null;
  withdrawn: boolean;
  /** SPDX (`CC-BY-4.0`), or null. */
  ccLicence: string | null;
  /** When the article of the page was changed last; null where nobody had a page before them. */
  seen?: string | null;
  /** Why, for the next person; needed where it becomes somebody else's work. */
  why: string;
}

/** What staff change in the words of the catalogue. */
export interface Edits {
  title: string;
  standfirst: string;
  bylines: string[];
  section: string;
  /** BCP 47. */
  language: string;
  /** Counted by hand, where the feed brings no text; ignored otherwise. */
  wordCount: number;
}
