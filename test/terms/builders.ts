import { defaultSettings } from '../../src/platform/settings.ts';
import { templateHash } from '../../src/terms/rules.ts';
import type { LicensedWork, TermsFacts, TermsRow } from '../../src/terms/rules/facts.ts';
import { starterParameters, starterTemplate } from '../../src/terms/starter-terms.ts';
import { use } from '../pricing/builders.ts';

export const gazette = {
  ...defaultSettings,
  name: 'The Harbour Gazette',
  legalName: 'Harbour Gazette Ltd',
  siteUrl: 'https://gazette.example.org/',
  email: 'licensing@example.org',
};

export const starterTerms: TermsRow = {
  version: 1,
  template: starterTemplate,
  parameters: starterParameters,
  hash: templateHash(starterTemplate, starterParameters),
  note: '',
  created_by: 'Offprint',
  created_at: new Date('2026-11-24T00:00:00Z'),
};

export function work(changes: Partial<LicensedWork> = {}): LicensedWork {
  return {
    title: 'River town floods',
    url: 'https://gazette.example.org/2026/11/river-town-floods',
    byline: ['Ada Writer'],
    contentHash: 'a'.repeat(64),
    use: use(),
    ...changes,
  };
}

export function facts(changes: Partial<TermsFacts> = {}): TermsFacts {
  return {
    works: [work()],
    licensee: {
      organisation: 'The Daily Example',
      contact: 'Dana',
      endClient: '',
      publication: 'dailyexample.org',
    },
    newsroom: gazette,
    fee: { amount: 8_000, currency: 'GBP' },
    quoteLines: [],
    ...changes,
  };
}
