import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from '../../src/platform/http.ts';
import { translatorOf } from '../../src/platform/i18n.ts';
import { checkTariff } from '../../src/pricing/forms/check-tariff.ts';
import { useForm } from '../../src/pricing/forms/use.ts';
import { members } from '../../src/pricing/forms/when.ts';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import { factTitles } from '../../src/pricing/rules/conditions.ts';
import { lineRows } from '../../src/pricing/rules/lines.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { alternatives, gateReasons } from '../../src/pricing/rules/reasons.ts';
import type { Tariff, TariffData } from '../../src/pricing/rules/tariff.ts';
import { plainUse, type Use } from '../../src/pricing/rules/use.ts';
import { usePairs } from '../../src/pricing/rules/use-pairs.ts';
import { formatMoney } from '../../src/values/money.ts';
import { article, cleared } from './builders.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/tariff.md'), 'utf8');

/** The plain tariff that the page names: what a block does not show is as here. */
const plain: TariffData = {
  name: 'Example',
  currency: 'GBP',
  freeExcerptWords: 0,
  translationNeedsApproval: false,
  discountsStack: false,
  rights: { coPublished: 'refer', freelance: 'contract' },
  details: [],
  gates: [],
  bases: [{ kind: 'flat', when: {}, amount: 10_000 }],
  factors: [],
  addOns: [],
  minimum: 0,
  step: 1,
  rounding: 'up',
  otherCurrencies: [],
  taxes: [],
  taxIncluded: false,
};

interface Example {
  tariff: Tariff;
  /** The use in words of the page, and what follows. */
  asked: string;
  says: string;
  lines: string[];
}

const translator = translatorOf(new Map());
const t = (key: string, params: Readonly<Record<string, string | number>>): string =>
  translator.t('en-GB', key, params);

const examples = [...page.matchAll(/```json\n([^]*?)```\n([^]*?)(?=```|\n#)/g)].flatMap(
  ([, json = '', after = '']): Example[] => {
    const given = JSON.parse(json) as Partial<TariffData>;
    const checked = checkTariff({ ...plain, ...given });
    assert.ok(checked.ok, checked.ok ? '' : `${json}${JSON.stringify(checked.mistakes)}`);
    const tariff = { ...checked.data, version: 1 };
    const found = [...after.matchAll(/^- `(.+?)` (.+)\n((?: {2}- .+\n)*)/gm)];
    assert.ok(found.length > 0, `no examples below ${json}`);
    return found.map(([, asked = '', says = '', lines = '']) => ({
      ...{ tariff, asked, says },
      lines: [...lines.matchAll(/- (.+)/g)].map(([, line = '']) => line),
    }));
  },
);

/** `medium=print, article.wordCount=80` as the answer of the tariff. */
function answerTo({ tariff, asked }: Example): Quote {
  const pairs = asked.split(', ').map((pair) => pair.split('=') as [string, string]);
  const inForm = new Set([...Object.keys(usePairs(plainUse)), 'detail-share']);
  const form = pairs.filter(([name]) => inForm.has(name));
  const read = parse(useForm, {
    ...usePairs(plainUse),
    ...Object.fromEntries(form.map(([name, value]) => [name, value.replaceAll('+', ',')])),
  });
  assert.ok(read.ok, read.ok ? '' : `${asked}: ${JSON.stringify(read.problems)}`);
  const use = structuredClone(read.value) as Use & Record<string, unknown>;
  const facts = article({ pictures: cleared(2) });
  for (const [name, typed] of pairs.filter(([one]) => !inForm.has(one))) {
    const [first = '', second] = name.split('.');
    const value = valueOf(name, typed);
    if (first === 'article' && second !== undefined) Object.assign(facts, { [second]: value });
    else if (second === undefined) Object.assign(use, { [first]: value });
    else {
      const before = first === 'bill' ? { registered: false } : {};
      use[first] = { ...before, ...(use[first] as object | null), [second]: value };
    }
    assert.ok(first === 'article' ? String(second) in facts : first in plainUse, name);
  }
  return quote(tariff, use, facts);
}

function valueOf(name: string, typed: string): unknown {
  if (name === 'article.tags') return typed.split('+');
  if (typed === 'yes' || typed === 'no') return typed === 'yes';
  return /^\d+$/.test(typed) ? Number(typed) : typed;
}

/** The answer as the page says it. */
function inWords({ answer, net, tax, total, currency, reason }: Quote, says: string): string {
  const sum = (amount: number): string =>
    formatMoney({ amount, currency }, 'en-GB').replaceAll(/\s/gu, ' ');
  if (answer === 'price')
    return tax === 0
      ? `costs ${sum(total)}.`
      : `costs ${sum(net)} + ${sum(tax)} tax = ${sum(total)}.`;
  const verb = { free: 'is free', refuse: 'is refused', refer: 'goes to a person' }[answer];
  if (!says.includes(': ')) return `${verb}.`;
  return `${verb}: ${t(reason.text, reason.params)}`.replace(/\.?$/, '.');
}

for (const example of examples.filter(({ lines }) => lines.length === 0))
  test(`docs/tariff.md: ${example.asked} ${example.says}`, () => {
    assert.equal(inWords(answerTo(example), example.says), example.says);
  });

test('docs/tariff.md: the worked example has the lines that it shows', () => {
  const shown = examples.filter(({ lines }) => lines.length > 0);
  assert.equal(shown.length, 1);
  for (const example of shown) {
    const { lines, currency } = answerTo(example);
    const rows = lineRows(lines, currency, 'en-GB', t);
    assert.deepEqual(
      rows.map(({ label, figure }) => `${label}: ${figure}`),
      example.lines,
    );
  }
});

test('docs/tariff.md has all of its examples, and names every fact, value, reason and alternative', () => {
  assert.ok(examples.length >= 70, `${examples.length} examples`);
  const row = (name: string): string =>
    page.split('\n').find((line) => line.startsWith(`| \`${name}\` `)) ?? '';
  for (const fact of Object.keys(factTitles)) assert.notEqual(row(fact), '', fact);
  for (const [fact, values] of Object.entries(members))
    for (const value of values) assert.ok(row(fact).includes(`\`${value}\``), `${fact} ${value}`);
  for (const [code, text] of Object.entries({ ...gateReasons, ...alternatives }))
    assert.ok(page.includes(`| \`${code}\``) && page.includes(text), code);
});

test('docs/tariff.md links only to what it has', () => {
  const anchors = new Set(
    [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
  for (const [, anchor = ''] of page.matchAll(/\]\(#([^)]+)\)/g))
    assert.ok(anchors.has(anchor), anchor);
});
