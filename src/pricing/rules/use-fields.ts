import type { Use } from './use.ts';

/** The names of the form's fields that make up a use. */
const useFieldNames = [
  'use',
  'medium',
  'reach',
  'duration',
  'languages',
  'territory',
  'organisation',
  'country',
  'purpose',
  'excerpt',
  'images',
  'pictures',
  'exclusivity',
  'alreadyPublished',
  'paperInvoice',
  'currency',
] as const satisfies readonly (keyof Use)[];

/** The form field that answers a question of the tariff. */
export const detailField = (name: string): string => `detail-${name}`;

/** True for the fields of a form that are about the use. */
export function isUseField(name: string): boolean {
  const names: readonly string[] = useFieldNames;
  return names.includes(name) || name.startsWith(detailField(''));
}
