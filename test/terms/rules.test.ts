import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderTerms, templateHash } from '../../src/terms/rules.ts';
import { conditionNames, placeholderNames } from '../../src/terms/rules/fill.ts';
import { sampleTerms } from '../../src/terms/rules/sample.ts';
import { searchClause } from '../../src/terms/rules/search-clause.ts';
import { parseTemplate, templateProblems } from '../../src/terms/rules/template.ts';
import { starterParameters, starterTemplate } from '../../src/terms/starter-terms.ts';
import { anyUse } from '../pricing/arbitraries.ts';
import { use } from '../pricing/builders.ts';
import { facts, gazette, starterTerms, work } from './builders.ts';

const render = (changes: Parameters<typeof facts>[0] = {}) =>
  renderTerms(starterTerms, facts(changes));

test('the starter terms hold the eighteen clauses in order and only known placeholders', () => {
  assert.deepEqual(templateProblems(starterTemplate), []);
  const titles = parseTemplate(starterTemplate).ordinary.map(({ title }) => title);
  const numbers = titles.slice(1).map((title) => Number.parseInt(title, 10));
  assert.deepEqual(
    numbers,
    Array.from({ length: 18 }, (_, index) => index + 1),
  );
});

test('every placeholder and nearly every condition is used by the starter terms', () => {
  // Templates of before the rules of cancellation were settings name their days themselves.
  for (const name of placeholderNames.filter((each) => each !== 'cancelDays'))
    assert.ok(starterTemplate.includes(`{${name}}`), name);
  for (const name of conditionNames)
    assert.match(starterTemplate, new RegExp(`\\{(if|unless) ${name}\\}`), name);
});

test('whatever is licensed, every clause says something and nothing is left to fill in', () => {
  fc.assert(
    fc.property(fc.array(anyUse, { minLength: 1, maxLength: 3 }), fc.boolean(), (uses, free) => {
      const works = uses.map((wanted) => work({ use: wanted }));
      const { text, html, short } = render({ works, ...(free ? { fee: null } : {}) });
      assert.doesNotMatch(text, /[{}]|undefined|\bnull\b/);
      for (let clause = 1; clause <= 18; clause += 1)
        assert.match(text, new RegExp(`^${clause}\\. .+\\n\\n[A-Z“]`, 'm'), `clause ${clause}`);
      assert.equal([...html.matchAll(/<h2>/g)].length, 19);
      assert.ok(short.length >= 7);
    }),
    { numRuns: 200 },
  );
});

test('the hash is that of the text, and equal facts give equal bytes', () => {
  const { text, hash } = render();
  assert.equal(hash, createHash('sha256').update(text, 'utf8').digest('hex'));
  assert.deepEqual(render(), render());
  assert.notEqual(render({ fee: null }).hash, hash);
});

test('parties, work, use, fee, law and version stand in the text', () => {
  const { text } = render();
  for (const words of [
    'Harbour Gazette Ltd (“we”) allows The Daily Example (“you”)',
    '“River town floods”, by Ada Writer, first published at https://gazette.example.org/',
    'on a website with 40,000 views a month, for 12 months',
    `SHA-256 of the text: ${'a'.repeat(64)}`,
    'It appears in dailyexample.org',
    'The fee is £80.00',
    'The law of England and Wales applies',
    `terms version 1 (SHA-256 ${starterTerms.hash})`,
  ])
    assert.ok(text.includes(words), words);
});

test('paragraphs follow what is licensed', () => {
  const print = render({
    works: [work({ use: use({ medium: 'print', duration: 'single_issue' }) })],
    fee: null,
    licensee: { ...facts().licensee, endClient: 'Client & Co' },
  }).text;
  for (const words of ['for Client & Co alone', 'We ask no fee.', 'already printed', 'one edition'])
    assert.ok(print.includes(words), words);
  for (const words of ['Put the tag', 'The fee is', 'after the last day', 'keep the links'])
    assert.ok(!print.includes(words), words);
  const web = render({
    works: [work({ use: use({ use: 'translate', languages: ['fr'], images: 'ours_with_story' }) })],
  }).text;
  assert.ok(web.includes('Show us each translation before you publish it.'));
  assert.ok(web.includes('each with its credit'));
});

test('a copy that search engines leave out and one that names the original exclude each other', () => {
  const canonical = render({ newsroom: { ...gazette, searchClause: 'canonical' } });
  assert.ok(canonical.text.includes('know the original'));
  assert.ok(!canonical.text.includes('leave the page out'));
  assert.equal(searchClause(use(), 'noindex'), 'noindex');
  assert.equal(searchClause(use({ use: 'excerpt' }), 'noindex'), 'none');
  assert.equal(searchClause(use({ medium: 'print' }), 'canonical'), 'none');
});

test('hostile words stay words: escaped in HTML, never filled in, never a clause', () => {
  const title = '</p><script>alert(1)</script> {fee} {licensee} & “quotes”';
  const licensee = { ...facts().licensee, organisation: '<b>{newsroom}</b>\n\n## 19. Gift' };
  const { text, html } = render({ works: [work({ title })], licensee });
  assert.ok(text.includes(title));
  assert.ok(!html.includes('<script') && !html.includes('<b>'));
  assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt; {fee} {licensee} &amp; “quotes”'));
  assert.equal([...html.matchAll(/<h2>/g)].length, 19);
});

test('under Creative Commons the text of that licence alone counts, wishes are wishes', () => {
  const free = render({ works: [work({ ccLicence: 'CC-BY-SA-4.0' })], fee: null });
  assert.ok(free.text.includes('You may use it under CC-BY-SA-4.0 without asking us.'));
  assert.ok(free.text.includes('These are wishes, not conditions.'));
  assert.ok(!free.text.includes('Breach') && !free.text.includes('noindex'));
  assert.match(free.short[0] ?? '', /CC-BY-SA-4\.0/);
  const mixed = render({ works: [work({ ccLicence: 'CC-BY-4.0' }), work()], fee: null });
  assert.ok(mixed.text.includes('16. Breach'), 'one ordinary work makes ordinary terms');
  const paid = render({ works: [work({ ccLicence: 'CC-BY-NC-4.0' })] });
  assert.ok(paid.text.includes('16. Breach'), 'what is paid for goes beyond the CC licence');
});

test('the hash of a version changes with any change of template or parameters', () => {
  assert.equal(templateHash(starterTemplate, starterParameters), starterTerms.hash);
  assert.notEqual(templateHash(`${starterTemplate} `, starterParameters), starterTerms.hash);
  const stricter = { ...starterParameters, killHours: 12 };
  assert.notEqual(templateHash(starterTemplate, stricter), starterTerms.hash);
});

test('a template with a placeholder that does not exist, or without a part, is told so', () => {
  assert.deepEqual(templateProblems('## One\n\n{if sunny} {password}'), [
    'The part for Creative Commons is missing.',
    '{if sunny} is no placeholder of the terms.',
    '{password} is no placeholder of the terms.',
  ]);
  assert.match(templateProblems('').join(), /no clause/);
});

test('the terms to read beforehand show every paragraph with the case it is for', () => {
  const { ordinary, creativeCommons } = sampleTerms(starterTerms, gazette);
  const paragraphs = [...ordinary, ...creativeCommons].flatMap((clause) => clause.paragraphs);
  const written = parseTemplate(starterTemplate);
  const all = [...written.ordinary, ...written.creativeCommons].flatMap((c) => c.paragraphs);
  assert.equal(paragraphs.length, all.length);
  for (const { text } of paragraphs) assert.doesNotMatch(text, /[{}]/);
  assert.ok(paragraphs.some(({ when }) => when === 'Without pictures'));
  assert.ok(paragraphs.some(({ text }) => text.includes('[the licensee]')));
});
