import type { Settings } from '../../platform/settings.ts';

export type Field = keyof Settings;

/** One saved change of the settings: only the fields that changed, as they were and as they became. */
export interface SettingsChange {
  by: string;
  before: Partial<Settings>;
  after: Partial<Settings>;
}

/** The fields in which two settings differ, with both values. */
export function changesBetween(
  before: Settings,
  after: Settings,
): Pick<SettingsChange, 'before' | 'after'> {
  const fields = (Object.keys(after) as Field[]).filter((field) => before[field] !== after[field]);
  return { before: only(before, fields), after: only(after, fields) };
}

function only(settings: Settings, fields: readonly Field[]): Partial<Settings> {
  return Object.fromEntries(fields.map((field) => [field, settings[field]]));
}

/** What became of a field that somebody else saved in the meantime. */
export interface Merged {
  field: Field;
  by: string;
  before: Settings[Field];
  now: Settings[Field];
  /** What this person typed, where they changed the same field to something else; otherwise null. */
  yours: Settings[Field] | null;
}

/**
 * Joins what one person typed with what others saved since (oldest change first): a field that
 * only one side changed has that side's value, a field that both changed keeps what was typed and
 * is listed, so that nothing is lost unseen on either side.
 */
export function mergeSettings(
  mine: Settings,
  { current, since }: { current: Settings; since: readonly SettingsChange[] },
): { settings: Settings; merged: Merged[] } {
  const changed = new Map<Field, { by: string; before: Settings[Field] }>();
  for (const { by, before } of since) {
    for (const [field, value] of Object.entries(before) as [Field, Settings[Field]][])
      changed.set(field, { by, before: changed.get(field)?.before ?? value });
  }
  const merged = [...changed]
    .map(([field, { by, before }]) => {
      const now = current[field];
      const untouched = mine[field] === before || mine[field] === now;
      return { field, by, before, now, yours: untouched ? null : mine[field] };
    })
    .filter(({ before, now, yours }) => before !== now || yours !== null);
  const theirs = only(
    current,
    merged.filter(({ yours }) => yours === null).map(({ field }) => field),
  );
  return { settings: { ...mine, ...theirs }, merged };
}

/** What each field is called on the page. */
export const fieldWords: Record<Field, { text: string }> = {
  name: { text: 'Name of the newsroom' },
  legalName: { text: 'Legal name' },
  siteUrl: { text: 'Address of your site' },
  email: { text: 'E-mail for replies' },
  address: { text: 'Postal address' },
  vatNumber: { text: 'VAT number' },
  country: { text: 'Country' },
  language: { text: 'Language of pages and letters' },
  timeZone: { text: 'Time zone' },
  accent: { text: 'Accent colour' },
  approval: { text: 'Who answers requests' },
  promiseWorkingDays: { text: 'First answer within' },
  offerDays: { text: 'Offers are open for' },
  needsInfoDays: { text: 'We wait for an answer for' },
  cancelFullDays: { text: 'The whole fee goes back within' },
  cancelHalfDays: { text: 'Half of the fee goes back within' },
  cancelFrom: { text: 'The days of cancellation begin' },
  bankDetails: { text: 'Bank details' },
  invoiceDays: { text: 'Invoices are due within' },
  invoiceNote: { text: 'Text on every invoice' },
  searchClause: { text: 'Search engines' },
};
