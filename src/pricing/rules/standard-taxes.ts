import { europeanUnion, standardRates } from '../../values/tax-rates.ts';
import type { Tax } from './tariff.ts';

/**
 * The taxes a newsroom usually charges, by its own country (ISO 3166-1): its standard rate at home and, within the
 * European Union, its own rate to private buyers of other member states, where businesses with a number owe the tax
 * themselves. Nothing elsewhere, and nothing for a country whose rate is not in the table. A proposal to be looked at:
 * exemptions, reduced rates and the one-stop shop are the newsroom's to know.
 */
export function standardTaxes(home: string): Tax[] {
  const own = standardRates.rates[home];
  if (own === undefined) return [];
  const { name, rate } = own;
  const atHome: Tax = { name, rate, countries: [home], registered: 'charge' };
  if (!europeanUnion.has(home)) return [atHome];
  const countries = [...europeanUnion].filter((country) => country !== home);
  return [atHome, { name, rate, countries, registered: 'reverse_charge' }];
}
