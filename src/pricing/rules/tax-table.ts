import { countryName } from '../../values/country.ts';
import type { Pen } from './table-rows.ts';
import type { TariffTable } from './tables.ts';
import type { Tax } from './tariff.ts';

const registeredPay: Record<Tax['registered'], string> = {
  charge: 'Buyers with a tax number pay it as well.',
  reverse_charge: 'Buyers with a tax number owe it themselves (reverse charge).',
  none: 'Buyers with a tax number do not pay it.',
};

/** A tax in words: where, how much, and what buyers with a tax number pay. */
export function taxTable(
  { name, rate, countries, registered }: Tax,
  index: number,
  { tariff, speak }: Pen,
): TariffTable {
  const { t, locale } = speak;
  const where =
    countries === null
      ? t('Everywhere')
      : new Intl.ListFormat(locale).format(countries.map((code) => countryName(code, locale)));
  return {
    anchor: `taxes-${index}`,
    title: name,
    conditions: [tariff.taxIncluded ? t('Contained in the sums') : t('Added to the fee')],
    note: t(registeredPay[registered]),
    rows: [{ label: where, figure: t('{percent, number, ::.##} %', { percent: rate / 100 }) }],
  };
}
