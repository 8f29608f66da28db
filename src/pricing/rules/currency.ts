import type { PriceTables, TariffData } from './tariff.ts';

/** The tables of a currency; null asks for the tariff's first. Null where the tariff has none. */
export function tablesIn(tariff: TariffData, currency: string | null): PriceTables | null {
  if (currency === null || currency === tariff.currency) return tariff;
  return tariff.otherCurrencies.find((tables) => tables.currency === currency) ?? null;
}

/** All currencies that the tariff has prices in, the first is its own. */
export function currenciesOf(tariff: TariffData): readonly string[] {
  return [tariff.currency, ...tariff.otherCurrencies.map(({ currency }) => currency)];
}
