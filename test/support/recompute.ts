import type { Line, Price } from '../../src/pricing/rules/answer.ts';

/** What of a price comes out in another way than it was stored, a sentence each; the sums of a refused or referred use are 0. */
export function differences(again: Price | null, stored: Price): string[] {
  if (again === null) return ['there is no price any more'];
  const found: string[] = [];
  const compare = (name: string, one: unknown, other: unknown): void => {
    const [now, then] = [JSON.stringify(one), JSON.stringify(other)];
    if (now !== then) found.push(`${name} was ${then} and is ${now}`);
  };
  for (const name of ['net', 'tax', 'total'] as const) compare(name, again[name], stored[name]);
  compare('the number of lines', again.lines.length, stored.lines.length);
  stored.lines.forEach((line, at) =>
    compare(`line ${at}`, figures(again.lines[at], line), figures(line, line)),
  );
  return found;
}

/** What of a line is compared; the first lines that were stored had no place in the tariff. */
function figures(line: Line | undefined, stored: Line): unknown[] {
  if (line === undefined) return [];
  const { rule, text, params, amount, factor, runningTotal } = line;
  const sorted = Object.entries(params).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    rule,
    stored.at === undefined ? null : line.at,
    text,
    sorted,
    amount,
    factor,
    runningTotal,
  ];
}
