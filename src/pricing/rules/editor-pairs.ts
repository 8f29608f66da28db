/** A rule of one list beside the rule of another that it became; null where there is none. */
export interface Pair<T> {
  before: T | null;
  after: T | null;
  /** It is the same, but stands elsewhere among those that stayed. */
  moved: boolean;
}

interface Ruled {
  data: unknown;
  title: string;
}

/**
 * Which rule of the old list became which of the new one: first the equal ones, then those with the
 * same title, then those at the same place. In the order of the new list, what is gone last.
 */
export function paired<T extends Ruled>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  const match = (same: (one: T, other: T, at: [number, number]) => boolean): void => {
    after.forEach((rule, index) => {
      if (partner.has(index)) return;
      const found = before.findIndex(
        (old, place) => !taken.has(place) && same(old, rule, [place, index]),
      );
      if (found < 0) return;
      partner.set(index, found);
      taken.add(found);
    });
  };
  const texts = new Map([...before, ...after].map((rule) => [rule, canonical(rule.data)]));
  match((old, rule) => texts.get(old) === texts.get(rule));
  const stayed = longestRise([...partner].map(([index, place]) => ({ index, place })));
  const equal = new Set(partner.keys());
  match((old, rule) => old.title === rule.title);
  match((_old, _rule, [place, index]) => place === index);
  const kept = after.map((rule, index): Pair<T> => {
    const place = partner.get(index);
    const moved = equal.has(index) && !stayed.has(index);
    return { before: place === undefined ? null : (before[place] ?? null), after: rule, moved };
  });
  const gone = before.filter((_, place) => !taken.has(place));
  return [...kept, ...gone.map((rule) => ({ before: rule, after: null, moved: false }))];
}

/** The members of the longest part whose places rise: these stayed where they were, the others moved. */
function longestRise(pairs: readonly { index: number; place: number }[]): Set<number> {
  const best: number[] = [];
  const back: number[] = [];
  pairs.forEach(({ place }, at) => {
    let [length, from] = [1, -1];
    for (let earlier = 0; earlier < at; earlier += 1) {
      const longer = (best[earlier] ?? 0) + 1;
      if ((pairs[earlier]?.place ?? 0) < place && longer > length)
        [length, from] = [longer, earlier];
    }
    best.push(length);
    back.push(from);
  });
  const stayed = new Set<number>();
  for (let at = best.indexOf(Math.max(...best)); at >= 0; at = back[at] ?? -1)
    stayed.add(pairs[at]?.index ?? -1);
  return stayed;
}

/** Data as a text that is equal where they mean the same: in conditions, as in all objects, the order says nothing. */
export function canonical(data: unknown): string {
  return JSON.stringify(sorted(data, false));
}

function sorted(value: unknown, inWhen: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => sorted(item, inWhen));
    return inWhen ? items.toSorted((one, other) => (String(one) < String(other) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]): [string, unknown] => [
    key,
    sorted(child, inWhen || key === 'when'),
  ]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
