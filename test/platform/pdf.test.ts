import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePdf } from '../../src/platform/pdf.ts';
import { faceOf, styles } from '../../src/platform/pdf-faces.ts';
import { linesOf, type Face, type Line } from '../../src/platform/pdf-lines.ts';
import { makeZip } from '../../src/platform/zip.ts';
import { pdfText } from '../support/pdf-text.ts';

/** Every letter is as wide as it is high. */
const face = (name: string, letters: RegExp): Face => ({
  name,
  has: (codePoint) => letters.test(String.fromCodePoint(codePoint)),
  width: (text) => Array.from(text).length,
});
const latin = face('latin', /[\p{ASCII}«»]/u);
const arabic = face('arabic', /[\p{Script=Arabic} ]/u);
const lines = (text: string, width = 100): Line[] =>
  linesOf(text, { faces: [latin, arabic], width, size: 1 });
const seen = (line: Line | undefined): string =>
  (line?.runs ?? []).map(({ text }) => text).join('');

test('lines break between words, and within one only where it is longer than the line', () => {
  const broken = (text: string): string[] => lines(text, 10).map((line) => seen(line).trimEnd());
  assert.deepEqual(broken('one two three four'), ['one two', 'three four']);
  assert.deepEqual(broken('a abcdefghijklmnop b'), ['a', 'abcdefghij', 'klmnop b']);
  assert.deepEqual(broken('one\r\n\n  two'), ['one', '', '  two']);
  assert.ok(lines('x '.repeat(500), 10).every(({ width }) => width <= 11));
});

test('letters of another script come from another font, and those of none are counted as boxes', () => {
  const runs = (text: string): string[] =>
    lines(text).flatMap(({ runs: found }) => found.map((run) => `${run.face} ${run.text}`));
  assert.deepEqual(runs('paid 東京 now'), ['latin paid ', 'null 東京', 'latin  ', 'latin now']);
  assert.deepEqual(runs('a\u202Eb\u0007c'), ['latin abc']);
});

test('text from right to left is seen so, with figures and foreign words in their own order', () => {
  const [line] = lines('رقم OP-1 of 2 (صحيفة) هنا');
  assert.equal(line?.isRtl, true);
  assert.equal(seen(line), 'هنا (صحيفة) OP-1 of 2 رقم');
  const [other] = lines('The paper صحيفة النهار says');
  assert.equal(other?.isRtl, false);
  assert.equal(seen(other), 'The paper النهار صحيفة says');
});

test('the fonts in the PDF have what the pages have: Latin of many languages and Arabic', () => {
  const all = Object.values(styles).map(({ faces: names }) => names.map(faceOf));
  const text = 'Añb çłğš ŁÓDŹ “quoted” – — … £140 €5 ₹9 عُلِّق الترخيص،؟';
  for (const faces of all) {
    for (const letter of text.replaceAll(' ', ''))
      assert.ok(
        faces.some(({ has }) => has(letter.codePointAt(0) ?? 0)),
        letter,
      );
    assert.ok(!faces.some(({ has }) => has(0x6771)));
  }
});

test('a document holds its words, knows how many letters it lacks, and ends after the pages it may have', async () => {
  const wanted = { title: 'A title', foot: 'Foot', maxPages: 2, madeAt: new Date(0) };
  const made = await makePdf(wanted, (paper) => {
    paper.title('Évidence — £80');
    paper.facts([['Name', 'Dana 東京']]);
    paper.text('One line.\n'.repeat(300), 'quoted');
  });
  const { pages } = pdfText(made.bytes);
  assert.deepEqual([made.pages, pages.length, made.missing, made.isCut], [2, 2, 2, true]);
  assert.match(pages[0] ?? '', /Évidence — £80\nNameDana/u);
  assert.match(pages[1] ?? '', /^Foot · 2\nOne line\.\nOne line\./u);
  const whole = await makePdf(wanted, (paper) => paper.text('x'));
  assert.deepEqual([whole.pages, whole.isCut], [1, false]);
});

test('no archive holds a name that leads elsewhere', () => {
  for (const name of ['../a.txt', '/a.txt', 'a/../b.txt', 'A B.txt', 'a\\b.txt', 'con:.txt'])
    assert.throws(() => makeZip([{ name, data: '' }], new Date(0)), /not a safe name/u, name);
});
