/**
 * The one list of the parts of Offprint, in their order. A part may import only from
 * parts before it; test/architecture.test.ts holds it.
 */
export const line = [
  'values',
  'platform',
  'emails',
  'staff',
  'pricing',
  'organisations',
  'articles',
  'terms',
  'requests',
  'licences',
  'payments',
  'review',
  'tracking',
  'machine',
] as const;
