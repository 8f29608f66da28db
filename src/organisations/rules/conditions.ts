import type { When } from '../../pricing/rules/tariff.ts';
import type { Medium, UseKind } from '../../pricing/rules/use.ts';

/** The conditions that have fields of their own; nothing chosen means any. */
export interface PlainConditions {
  uses: UseKind[];
  media: Medium[];
  /** Whole days since publication, null for any age. */
  olderThan: number | null;
}

/** Conditions of an allowance from the form's fields; where both name the same fact, the field counts. */
export function whenFrom({ uses, media, olderThan }: PlainConditions, further: When): When {
  return {
    ...further,
    ...(uses.length > 0 && { use: uses }),
    ...(media.length > 0 && { medium: media }),
    ...(olderThan !== null && { ageDays: { ...further.ageDays, from: olderThan } }),
  };
}

/** The same the other way: what the fields hold, and the rest as JSON, '' for none. */
export function fieldsFrom({ use, medium, ageDays, ...rest }: When): PlainConditions & {
  further: string;
} {
  const { from, ...upTo } = ageDays ?? {};
  const more: When = { ...rest, ...(upTo.to !== undefined && { ageDays: upTo }) };
  return {
    uses: [...(use ?? [])],
    media: [...(medium ?? [])],
    olderThan: from ?? null,
    further: Object.keys(more).length === 0 ? '' : JSON.stringify(more, null, 2),
  };
}
