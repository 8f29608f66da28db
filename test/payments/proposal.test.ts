import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../src/platform/settings.ts';
import { proposedRefund, type ProposalFacts } from '../../src/payments/rules/proposal.ts';
import {
  cancellationIn,
  cancellationWords,
  shareBack,
  type Cancellation,
} from '../../src/terms/rules/cancellation.ts';
import { translatorOf } from '../../src/platform/i18n.ts';
import { facts, starterTerms } from '../terms/builders.ts';
import { renderTerms } from '../../src/terms/rules.ts';

const issued = new Date('2026-11-01T12:00:00Z');
const days = (count: number, ms = 0): Date => new Date(issued.getTime() + count * 86_400_000 + ms);
const rules: Cancellation = { from: 'grant', fullDays: 14, halfDays: 30 };

test('all, half and nothing goes back, each to the last moment of its day', () => {
  const cases: [Cancellation, Date, number][] = [
    [rules, days(0), 100],
    [rules, days(14), 100],
    [rules, days(14, 1), 50],
    [rules, days(30), 50],
    [rules, days(30, 1), 0],
    [{ ...rules, halfDays: 0 }, days(14, 1), 0],
    [{ ...rules, halfDays: 14 }, days(14, 1), 0],
    [{ ...rules, fullDays: 0 }, days(0), 50],
    [{ ...rules, fullDays: 0, halfDays: 0 }, days(0), 0],
  ];
  for (const [which, now, percent] of cases)
    assert.equal(shareBack(which, issued, now).percent, percent, now.toISOString());
});

const paid: ProposalFacts = {
  rules,
  payment: { amount: 8001, currency: 'GBP', left: 8001 },
  acceptedAt: days(-10),
  issuedAt: issued,
  isUsed: false,
};

test('the sum follows from share, currency, what was given back and whether the work was used', () => {
  const cases: [Partial<ProposalFacts>, Date, number, string][] = [
    [{}, days(3), 8001, 'in_time'],
    [{}, days(20), 4001, 'in_time'],
    [{}, days(40), 0, 'late'],
    [{ isUsed: true }, days(3), 0, 'used'],
    [{ rules: { ...rules, from: 'acceptance' } }, days(5), 4001, 'in_time'],
    [{ acceptedAt: null, rules: { ...rules, from: 'acceptance' } }, days(5), 0, 'late'],
    [{ payment: { amount: 8001, currency: 'GBP', left: 5001 } }, days(20), 1001, 'in_time'],
    [{ payment: { amount: 8001, currency: 'GBP', left: 1000 } }, days(20), 0, 'in_time'],
    [{ payment: { amount: 12_350, currency: 'KWD', left: 12_350 } }, days(20), 6180, 'in_time'],
    [
      { payment: { amount: 1_250_100, currency: 'MGA', left: 1_250_100 } },
      days(20),
      625_100,
      'in_time',
    ],
  ];
  for (const [changes, now, amount, why] of cases) {
    const proposal = proposedRefund({ ...paid, ...changes }, now);
    assert.deepEqual([proposal.amount, proposal.why], [amount, why], JSON.stringify(changes));
  }
});

test('the rules are said in one sentence or two, and the terms say the same', () => {
  const english = translatorOf(new Map());
  const say = (which: Cancellation): string => {
    const { text, params } = cancellationWords(which);
    return english.t('en-GB', text, params);
  };
  assert.match(say(rules), /within 14 days of its issue .* whole fee back, within 30 days half/u);
  assert.match(say({ ...rules, halfDays: 0 }), /within 14 days of its issue and receive the fee/u);
  assert.match(
    say({ from: 'acceptance', fullDays: 0, halfDays: 1 }),
    /within one day of your acceptance of the offer and receive half/u,
  );
  assert.match(say({ ...rules, fullDays: 0, halfDays: 0 }), /cannot be given back/u);
  const newsroom = { ...defaultSettings, cancelFullDays: 5, cancelHalfDays: 9 };
  const { text } = renderTerms(starterTerms, facts({ newsroom }));
  assert.ok(text.includes(say({ from: 'grant', fullDays: 5, halfDays: 9 })), text);
});

test('terms that name days of their own are held to them, whatever the settings say now', () => {
  const settings = { ...defaultSettings, cancelFullDays: 5, cancelHalfDays: 9 };
  const own = { ...starterTerms, template: 'Within {cancelDays} days you may give it back.' };
  const kept = { from: 'grant', fullDays: own.parameters.cancelDays, halfDays: 0 };
  assert.deepEqual(cancellationIn(own, settings), kept);
  const set = { from: 'grant', fullDays: 5, halfDays: 9 };
  assert.deepEqual(cancellationIn(starterTerms, settings), set);
});
