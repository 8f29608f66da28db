import { continents, isRegion, regions, regionsOf } from '../../values/country.ts';

/** How wide a territory is, for the fee: one country, within one continent, or wider. */
export type TerritoryWidth = 'country' | 'region' | 'world';

/** The width of a list of countries and M49 regions; several countries of one continent count as a region. */
export function territoryWidth(territory: readonly string[]): TerritoryWidth {
  if (territory.includes('world') || territory.length === 0) return 'world';
  const places = new Set(territory);
  if (places.size === 1 && !isRegion([...places][0] ?? '')) return 'country';
  const reached = new Set([...places].map(continentOf));
  return reached.size === 1 && !reached.has('') ? 'region' : 'world';
}

/** The continent that holds a whole country or region; empty for Antarctica. */
function continentOf(place: string): string {
  const members = regions.get(place);
  if (members === undefined)
    return regionsOf(place).find((code) => continents.includes(code)) ?? '';
  return continents.find((code) => regions.get(code)?.isSupersetOf(members)) ?? '';
}
