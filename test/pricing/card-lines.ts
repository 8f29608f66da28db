import assert from 'node:assert/strict';
import { translatorOf } from '../../src/platform/i18n.ts';
import type { Line, Price, Quote } from '../../src/pricing/rules/answer.ts';
import { lineRows } from '../../src/pricing/rules/lines.ts';
import type { Expected } from './card-files.ts';

const translator = translatorOf(new Map());
const t = (key: string, params: Readonly<Record<string, string | number>>): string =>
  translator.t('en-GB', key, params);

/** The lines as a card writes them down; the narrow blanks of currencies are plain ones. */
export function writtenLines({ lines, currency }: Quote): string[] {
  return lineRows(lines, currency, 'en-GB', t).map(({ label, figure }, index) =>
    `${lines[index]?.at}: ${label} = ${figure}`.replaceAll(/\s/gu, ' '),
  );
}

/** What somebody gets who has only the lines: exact fractions, rounded where a line says so. */
export function sumOfLines(lines: readonly Line[]): Omit<Price, 'lines'> {
  let [sum, parts, tax] = [0n, 1n, 0n];
  let contained = false;
  for (const { rule, amount, factor, text, params } of lines) {
    const units = BigInt(amount ?? 0);
    if (rule === 'base') sum = units;
    else if (rule === 'factor') [sum, parts] = [sum * BigInt(factor ?? 0), parts * 10_000n];
    else if (rule === 'add_on') sum += units * parts;
    else if (rule === 'minimum') [sum, parts] = [units, 1n];
    else if (rule === 'step') {
      const up = text === 'Rounded up' ? units * parts - 1n : 0n;
      [sum, parts] = [((sum + up) / (units * parts)) * units, 1n];
    } else if (params['percent'] !== undefined) {
      contained = text.includes(' in it');
      const rate = BigInt(Math.round(Number(params['percent']) * 100));
      const whole = contained ? 10_000n + rate : 10_000n;
      tax = (2n * sum * rate + parts * whole) / (2n * parts * whole);
      assert.equal(units, tax, 'the tax is what its line says of the sum above it');
    }
  }
  assert.equal(sum % parts, 0n, 'no fraction of a minor unit is left');
  const [net, total] = contained
    ? [sum / parts - tax, sum / parts]
    : [sum / parts, sum / parts + tax];
  return { net: Number(net), tax: Number(tax), total: Number(total) };
}

/** A price is above zero and what its lines come to. */
export function assertAddsUp({ lines, net, tax, total }: Price): void {
  assert.ok(net > 0 && tax >= 0 && total === net + tax);
  assert.deepEqual(sumOfLines(lines), { net, tax, total });
  assert.equal(lines.at(-1)?.runningTotal, total);
}

/** An answer is all that a card says of it. */
export function assertAnswer(given: Quote, expected: Expected): void {
  const { lines, says, conditions = [], noConditions = [], ...others } = expected;
  const { flags = [], noFlags = [], ...plain } = others;
  const raised: readonly string[] = given.flags;
  const said = {
    ...given,
    reason: given.reason.code,
    alternative: given.alternative?.code,
    computed: given.computed?.total,
  };
  for (const [key, value] of Object.entries(plain))
    assert.deepEqual([key, said[key as keyof typeof plain]], [key, value]);
  if (lines !== undefined) assert.deepEqual(writtenLines(given), lines);
  if (says !== undefined) assert.ok(t(given.reason.text, given.reason.params).includes(says), says);
  const bound = given.conditions ?? [];
  for (const part of conditions)
    assert.ok(
      bound.some((one) => one.includes(part)),
      part,
    );
  for (const part of noConditions) assert.ok(!bound.some((one) => one.includes(part)), part);
  for (const flag of flags) assert.ok(raised.includes(flag), flag);
  for (const flag of noFlags) assert.ok(!raised.includes(flag), flag);
}
