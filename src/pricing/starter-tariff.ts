import type { AmountStep, FactorStep, TariffData } from './rules/tariff.ts';

const pounds = (sum: number): number => sum * 100;

function bands(limits: readonly (number | null)[], sums: readonly number[]): AmountStep[] {
  return sums.map((sum, index) => ({ upTo: limits[index] ?? null, amount: pounds(sum) }));
}

const wordSteps: FactorStep[] = [
  { upTo: 100, factor: 2_500 },
  { upTo: 300, factor: 5_000 },
  { upTo: 800, factor: 8_000 },
  { upTo: 1_500, factor: 10_000 },
  { upTo: 3_000, factor: 14_000 },
  { upTo: null, factor: 18_000 },
];

/** The rate card a fresh install begins with; every cell is the newsroom's to change. */
export const starterTariff: TariffData = {
  name: 'Starter tariff',
  currency: 'GBP',
  freeExcerptWords: 100,
  translationNeedsApproval: true,
  discountsStack: false,
  rights: { coPublished: 'refer', freelance: 'contract' },
  details: [],
  gates: [
    {
      when: { purpose: ['political'] },
      outcome: 'refuse',
      reason: 'political',
      alternative: 'quote_short',
    },
    { when: { purpose: ['marketing'] }, outcome: 'refer', reason: 'marketing', alternative: null },
    { when: { use: ['ai_training'] }, outcome: 'refer', reason: 'ai', alternative: null },
    { when: { organisation: ['ai_company'] }, outcome: 'refer', reason: 'ai', alternative: null },
    {
      when: { use: ['photo_only', 'broadcast_read', 'e_print_pdf', 'other'] },
      outcome: 'refer',
      reason: 'special_use',
      alternative: null,
    },
  ],
  bases: [
    {
      kind: 'tier',
      when: { medium: ['website'] },
      by: 'reach',
      steps: bands([50_000, 250_000, 1_000_000, 10_000_000, null], [80, 140, 240, 420, 750]),
    },
    {
      kind: 'tier',
      when: { medium: ['print'] },
      by: 'reach',
      steps: bands([5_000, 25_000, 100_000, 500_000, null], [60, 110, 200, 360, 650]),
    },
    {
      kind: 'tier',
      when: { medium: ['newsletter'] },
      by: 'reach',
      steps: bands([1_000, 10_000, 100_000, null], [40, 80, 160, 320]),
    },
  ],
  factors: [
    { kind: 'steps', when: {}, by: 'words', steps: wordSteps },
    {
      kind: 'words',
      when: {},
      by: 'duration',
      // A base by copies is the base of one issue, so a single issue is × 1.
      factors: {
        '1m': 5_000,
        '3m': 7_000,
        '12m': 10_000,
        single_issue: 10_000,
        '24m': 14_000,
        perpetual: 20_000,
      },
    },
    {
      kind: 'words',
      when: {},
      by: 'purpose',
      // Marketing and political use stop at their gates and are priced only for staff's eyes.
      factors: { news: 10_000, education: 5_000, book: 12_000, corporate: 25_000 },
    },
    {
      kind: 'words',
      when: { medium: ['print'] },
      by: 'territory',
      factors: { country: 7_000, region: 8_500, world: 10_000 },
    },
    {
      kind: 'each',
      when: { translated: true },
      by: 'furtherLanguages',
      each: 2_500,
      most: 20_000,
    },
    {
      kind: 'words',
      when: {},
      by: 'organisation',
      group: 'class',
      factors: {
        news_commercial: 10_000,
        news_nonprofit: 5_000,
        freelance: 10_000,
        // Schools pay half by their purpose already.
        education: 10_000,
        charity: 5_000,
        government: 10_000,
        company: 10_000,
        agency_for_client: 10_000,
        individual: 10_000,
        ai_company: 10_000,
      },
    },
    {
      kind: 'fixed',
      when: { programme: ['small_charity'] },
      group: 'programme',
      label: 'Small charity',
      factor: 2_500,
    },
    {
      kind: 'fixed',
      when: { lowIncome: true },
      group: 'country',
      label: 'Low-income country',
      factor: 5_000,
    },
    {
      kind: 'fixed',
      when: { alreadyPublished: true },
      label: 'Published already',
      factor: 20_000,
    },
  ],
  addOns: [
    { when: {}, label: 'Cleared pictures', amount: pounds(35), per: 'pictures' },
    // One invoice, however many articles stand on it.
    {
      when: { paperInvoice: true, first: true },
      label: 'Invoice on paper',
      amount: pounds(25),
    },
  ],
  minimum: pounds(25),
  step: pounds(5),
  rounding: 'up',
  otherCurrencies: [],
  taxes: [],
  taxIncluded: false,
};
