export const provenances = ['staff', 'wires', 'freelance', 'stock', 'handout', 'other'] as const;
export type Provenance = (typeof provenances)[number];

/** A picture that may be passed on, but not in these places (ISO 3166-1 and UN M49). */
export interface PictureRights {
  blockedIn: readonly string[];
}

/** What the fee depends on in an article, as it stands at the instant `at`. */
export interface ArticleFacts {
  /** The instant these facts hold for, ISO 8601: embargo and age are judged by it. */
  at: string;
  /** BCP 47, `und` where it is not known. */
  language: string;
  wordCount: number;
  paragraphCount: number;
  section: string;
  tags: readonly string[];
  /** Whole days since publication; 0 where the day is not known. */
  ageDays: number;
  provenance: Provenance;
  licensable: boolean;
  /** ISO 8601 instant, or null. */
  embargoUntil: string | null;
  withdrawn: boolean;
  /** A Creative Commons licence as SPDX writes it (`CC-BY-4.0`), or null. */
  ccLicence: string | null;
  coPublished: boolean;
  /** `held` while something found in byline or text speaks against selling and nobody settled it. */
  rightsCheck: 'clear' | 'held' | 'settled';
  /** With whom it was made, or whose it is; empty where that is not known. */
  rightsholder: string;
  /** Pictures that may be passed on. */
  pictures: readonly PictureRights[];
  /** The plain text, needed only to check an excerpt; null where it was not loaded. */
  text: string | null;
}
