import { measureOf } from './reach.ts';
import type { Words } from './reasons.ts';
import type { TariffData } from './tariff.ts';
import type { Medium, Reach } from './use.ts';

/** The bands of reach that the rate card knows for a medium, lowest first; none where it has no table. */
export function reachBands(tariff: TariffData, medium: Medium): Reach[] {
  for (const base of tariff.bases) {
    if (base.when.medium !== undefined && !base.when.medium.includes(medium)) continue;
    if (base.kind === 'tier' && base.by === 'reach') {
      return bandsOf(base.steps.map(({ upTo }) => upTo));
    }
    if (base.kind === 'matrix' && base.by === 'reach') return bandsOf(base.upTo);
  }
  return [];
}

function bandsOf(limits: readonly (number | null)[]): Reach[] {
  return limits.map((upTo, index) => {
    if (upTo !== null) return { kind: 'upTo', value: upTo };
    return { kind: 'over', value: limits[index - 1] ?? 0 };
  });
}

/** The reach in words: "up to 50,000 views a month", "not known". */
export function reachWords(reach: Reach, medium: Medium): Words {
  if (reach.kind === 'unknown') return { text: 'not known', params: {} };
  return {
    text:
      '{kind, select, exactly {} upTo {up to } other {more than }}{count, number} ' +
      '{measure, select, views {views a month} copies {copies} subscribers {subscribers} employees {employees} other {listeners}}',
    params: { kind: reach.kind, count: reach.value, measure: measureOf(medium) },
  };
}
