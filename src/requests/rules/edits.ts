export const editKinds = ['none', 'shorten', 'headline', 'localise', 'other'] as const;
export type EditKind = (typeof editKinds)[number];

/** What each kind of change is called on the form and to staff, as English keys. */
export const editNames: Record<EditKind, string> = {
  none: 'Nothing, we take it as it is',
  shorten: 'Shorten it',
  headline: 'Change the headline',
  localise: 'Adapt it to our region',
  other: 'Something else',
};
