import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { standingFrom, type Asker } from '../../src/organisations/actions/standing.ts';
import { proofState, usualEnd } from '../../src/organisations/rules/proofs.ts';
import { checkTariff, readTariff } from '../../src/pricing/forms/check-tariff.ts';
import { currenciesOf } from '../../src/pricing/rules/currency.ts';
import { fromPrice } from '../../src/pricing/rules/from-price.ts';
import { answerTogether } from '../../src/pricing/rules/answer-together.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { tariffFrom } from '../../src/pricing/rules/stored-tariff.ts';
import { tariffJson } from '../../src/pricing/rules/tariff-json.ts';
import { tariffView } from '../../src/pricing/rules/tables.ts';
import { completeUse, noStanding, plainUse, type Use } from '../../src/pricing/rules/use.ts';
import { addDays } from '../../src/values/period.ts';
import { anyArticle, anyUse } from './arbitraries.ts';
import { article } from './builders.ts';
import { askedFor, cards, gridCases, tariffOf, type Basket, type Card } from './card-files.ts';
import { assertAddsUp, assertAnswer } from './card-lines.ts';

const rateCards =
  'ap-2008 ccc chubu-keizai faz national-post-2013 news-tribune nla photo-reprint publicsource sanyo sph tanba the-australian';
const publishers =
  '360info city-desk-abq floodlight ft-education global-voices guardian houston-landing kff montana-free-press ' +
  'opendemocracy plus61j propublica texas-tribune the-conversation undark';

test('there are thirteen rate cards and fifteen publishers’ rules', () => {
  const named = [rateCards, publishers].map((names) => names.split(' '));
  assert.deepEqual(
    named.map(({ length }) => length),
    [13, 15],
  );
  assert.deepEqual([...cards.keys()], named.flat().toSorted());
});

for (const card of cards.values()) {
  test(`${card.name}: the tariff is accepted as it stands, and the same after JSON`, () => {
    assert.deepEqual(checkTariff(card.tariff), { ok: true, data: card.tariff });
    const json = tariffJson(tariffOf(card));
    assert.deepEqual(readTariff(json), { ok: true, data: card.tariff });
    assert.deepEqual(tariffFrom(json), card.tariff);
  });

  for (const one of [...card.cases, ...gridCases(card)])
    test(`${card.name}: ${one.what}`, () => {
      const asked = askedFor(one);
      assertKnown(caseFields, one);
      assertKnown(plainUse, one.use);
      assertKnown(noStanding, one.use?.standing);
      assertKnown(article(), one.article);
      const answer = quote(tariffOf(card), asked.use, asked.article);
      assertAnswer(answer, one.expect);
      if (answer.answer === 'price') assertAddsUp(answer);
    });

  for (const basket of card.baskets ?? [])
    test(`${card.name}: ${basket.what}`, () => assertBasket(card, basket));

  test(`${card.name}: any use of any article has an answer, and no price is zero`, () => {
    const tariff = tariffOf(card);
    fc.assert(
      fc.property(anyUse, choices(card), anyArticle, (use, chosen, facts) => {
        const answer = quote(tariff, { ...use, ...chosen }, facts);
        if (answer.answer === 'price') assertAddsUp(answer);
        else assert.deepEqual([answer.lines, answer.net, answer.total], [[], 0, 0]);
        if (answer.computed !== null) assertAddsUp(answer.computed);
      }),
      { numRuns: 500 },
    );
  });

  test(`${card.name}: it can be shown as tables, and the catalogue has something to say`, () => {
    const view = tariffView(card.tariff, { locale: 'en-GB', t: (key) => key });
    assert.equal(view.gates.length, card.tariff.gates.length);
    assert.equal(view.currencies[0]?.bases.length, card.tariff.bases.length);
    const price = fromPrice(tariffOf(card), article());
    if (price.kind === 'price') assert.ok(price.amount > 0);
    else assert.ok(['free', 'ask', 'none'].includes(price.kind));
  });
}

test('a listed charity pays nothing for the twelve months of its proof, and the fee the day after', () => {
  const today = '2026-11-24';
  const valid_until = usualEnd(today);
  assert.equal(valid_until, '2027-11-23');
  const answers = [today, valid_until, addDays(valid_until, 1)].map((day) => {
    const verified = proofState({ valid_until, ended_at: null }, day) === 'in_force';
    const organisation = { id: 'o1', name: 'Harbour Aid', programme: 'listed_charity' };
    const asker: Asker = {
      ...{ organisation, provenUntil: valid_until, verified, allowances: [] },
      invoiceTerms: false,
    };
    const standing = { ...standingFrom(asker), licencesLast30Days: 0 };
    const card = cards.get('sph');
    assert.ok(card !== undefined);
    const use = completeUse({ organisation: 'charity', standing });
    const { answer, total } = quote(tariffOf(card), use, article());
    return [answer, total];
  });
  assert.deepEqual(answers, [
    ['free', 0],
    ['free', 0],
    ['price', 5_000],
  ]);
});

const caseFields = { what: '', use: {}, article: {}, excerptWords: 0, expect: {} };

/** A misspelt change would change nothing, and its case could not fail. */
function assertKnown(whole: object, changes: object = {}): void {
  for (const key of Object.keys(changes)) assert.ok(key in whole, `${key} is known`);
}

function assertBasket(card: Card, basket: Basket): void {
  const asked = basket.items.map((item) => {
    const { use, article: facts } = askedFor({ ...item, use: basket.use });
    return { tariff: tariffOf(card), use, article: facts };
  });
  const answers = answerTogether(asked);
  basket.items.forEach(({ expect }, index) => {
    const answer = answers[index]?.quote;
    assert.ok(answer !== undefined);
    assertAnswer(answer, expect);
  });
  assert.equal(
    answers.reduce((sum, answer) => sum + answer.quote.total, 0),
    basket.total,
  );
}

/** Answers to the card's own questions, right or not, in one of its currencies or another. */
function choices({ tariff }: Card): fc.Arbitrary<Pick<Use, 'details' | 'currency'>> {
  const details = tariff.details.map(({ name, choices: offered }) => {
    const values = [...offered.map(({ value }) => value), 'unheard_of'];
    return [name, fc.constantFrom(...values)] as const;
  });
  return fc.record({
    details: fc.subarray(details).chain((asked) => fc.record(Object.fromEntries(asked))),
    currency: fc.constantFrom(null, ...currenciesOf(tariff), 'XOF'),
  });
}
