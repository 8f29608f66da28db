import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { excerptInArticle } from '../../src/pricing/rules/excerpt.ts';
import { excerptSize, paragraphsOf } from '../../src/pricing/rules/excerpt-size.ts';
import { findRun } from '../../src/pricing/rules/find-run.ts';

const text =
  'The river rose at night — four metres in an hour. “We heard it,” said Ms. O’Brien,\n\n' +
  '“before we saw it.” In 1953–54 the wall was re-built… and forgotten. Café owners agree:\n\n' +
  'the office paid £4.5m for the dykes, 12½ % of all it had.';

const found: Record<string, string> = {
  'as it stands': 'four metres in an hour',
  'other dashes': 'rose at night--four metres',
  'no blanks around a dash': 'rose at night—four metres in an hour',
  'straight quotation marks': '"We heard it," said Ms. O\'Brien, "before we saw it."',
  'other quotation marks': '«We heard it», said Ms. O´Brien, ‘before we saw it’',
  'no quotation marks': 'We heard it, said Ms. O’Brien, before we saw it.',
  'quotation marks around it all': '“The river rose at night”',
  'other blanks and line ends': 'said Ms. O’Brien, “before\u00A0we \r\n saw\u2009it.”',
  'a hyphen that does not break': 'In 1953-54 the wall was re\u2011built...',
  'another end of the sentence': 'The river rose at night.',
  'letters and marks apart': 'Cafe\u0301 owners',
  'ligatures and wide letters': 'the o\uFB03ce paid £4.5ｍ for the dykes',
  'a fraction in its parts': '12½ % of all it had'.normalize('NFKD'),
  'soft hyphens and zero width': 'four me\u00ADtres in\u200B an\u2060 hour',
  'the line ends of a PDF':
    'The river rose at night — four met-\nres in an hour. “We heard\nit,” said',
  'a soft hyphen at the end of a line': 'four met\u00AD\nres in an hour',
  'a compound parted at the end of a line': 'the wall was re-\nbuilt and forgotten',
  capitals: 'THE RIVER rose at night',
  'marks for bold and italic': '**The river** rose _at night_',
  'a mark of quoting': '> The river rose\n> at night',
  'words left out': 'The river rose [...] the wall was re-built',
  'words left out in brackets of another kind': 'The river rose at night (…) Café owners agree.',
  'words left out twice': 'The river rose … We heard it … the wall was re-built',
  'dots with blanks': 'The river rose . . . the wall was re-built',
  'an ellipsis of the article': 'the wall was re-built... and forgotten',
  'an ellipsis at either end': '… four metres in an hour […]',
};
for (const [name, excerpt] of Object.entries(found))
  test(`stands in the article: ${name}`, () => {
    assert.ok(excerptInArticle(excerpt, text), excerpt);
  });

const missing: Record<string, string> = {
  nothing: '',
  blanks: '   ',
  'an ellipsis alone': '[...]',
  'punctuation alone': '“—” !',
  'another word': 'five metres in an hour',
  'a word more': 'The wall was not forgotten',
  'the end of a word': 'iver rose',
  'the beginning of a word': 'The river ros',
  'parts in another order': 'Café owners agree. […] The river rose at night',
  'another word after an ellipsis': 'The river rose at night […] the wall was painted',
  'one word of two': 'the wall was rebuilt',
  'two words of one': 'four met res in an hour',
  'another currency': 'the office paid $4.5m',
  'another number': 'the office paid £45m',
  'a collage of single words': 'The … was … an … we … it',
  'a line about the source': 'Café owners agree.\nSource: https://news.example.org/river',
};
for (const [name, excerpt] of Object.entries(missing))
  test(`does not stand in the article: ${name}`, () => {
    assert.equal(excerptInArticle(excerpt, text), false, excerpt);
  });

const scripts: [name: string, article: string, excerpt: string, expected: boolean][] = [
  [
    'Japanese over a paragraph',
    '川が氾濫した。\n\n住民は「音が先に聞こえた」と',
    '川が\n氾濫した。住民は',
    true,
  ],
  [
    'Japanese, other quotation marks',
    '住民は「音が先に聞こえた」と話した。',
    '"音が先に聞こえた"',
    true,
  ],
  ['half-width kana', '音が先に聞こえたガソリン', '聞こえたｶﾞｿﾘﾝ', true],
  ['Japanese, changed', '台風で川が氾濫した。', '川が乾いた', false],
  [
    'Chinese, marks of a Western keyboard',
    '他说：“河水，涨了四米……”',
    "他说:'河水,涨了四米...'",
    true,
  ],
  ['Chinese, radicals from a PDF', '大水来了', '\u2F24水来了', true],
  [
    'Chinese, words left out',
    '河水在夜里上涨了四米，没有人看见。',
    '河水在夜里[……]没有人看见',
    true,
  ],
  ['Thai', 'เมื่อคืนน้ำท่วมเมือง', 'น้ำท่วม', true],
  ['Thai AM in two halves', 'เมื่อคืนน้ำท่วมเมือง', 'น้ำท่วม'.normalize('NFKD'), true],
  ['Thai with marks of where words end', 'เมื่อคืนน้ำท่วมเมือง', 'เมื่อคืน\u200Bน้ำ\u200Bท่วม', true],
  ['Arabic without vowel signs', 'كَتَبَ الوَلَدُ رِسالَةً طَويلةً', 'كتب الولد رسالة', true],
  ['Arabic with vowel signs', 'كتب الولد رسالة طويلة', 'كَتَبَ الوَلَدُ رِسالَةً', true],
  ['Arabic with tatweel', 'كتب الولد رسالة طويلة', 'كتــب الولـد رسالة', true],
  ['Arabic in the shapes of a PDF', 'كتب الولد', 'ﻛﺘﺐ ﺍﻟﻮﻟﺪ', true],
  ['Arabic marks', '«كتب، الولد؟»', '"كتب, الولد?"', true],
  ['Arabic, changed', 'كتب الولد رسالة', 'كتبت الولد رسالة', false],
  ['Persian without the joiner', 'می\u200Cروم به خانه', 'میروم به خانه', true],
  ['Hebrew without points', 'שָׁלוֹם לְכֻלָּם', 'שלום לכלם', true],
  ['Hebrew abbreviation', 'דובר צה״ל אמר', 'דובר צה"ל אמר', true],
  ['Hebrew maqaf', 'בית־ספר חדש', 'בית-ספר חדש', true],
  ['Devanagari, the dot apart', 'सड़क पर क़लम मिली', 'सड\u093Cक पर क\u093Cलम', true],
  ['Devanagari, another vowel', 'नदी रात में बढ़ी', 'नदी रात मे बढ़ी', false],
  ['Korean, its letters apart', '강물이 밤에 불었다', '강물이 밤에'.normalize('NFD'), true],
  ['Turkish capitals', 'İstanbul ılık bir gece', 'İSTANBUL ILIK BİR GECE', true],
  ['Greek capitals', 'ο δρόμος έκλεισε', 'Ο ΔΡΌΜΟΣ ΈΚΛΕΙΣΕ', true],
  ['German capitals', 'die Straße am Fluß', 'DIE STRASSE AM FLUSS', true],
  ['Ukrainian apostrophe', 'п’ять людей', "п'ять людей", true],
  ['Ethiopic', 'ወንዙ፡በሌሊት፡ሞላ።', 'በሌሊት ሞላ', true],
];
for (const [name, article, excerpt, expected] of scripts)
  test(`${expected ? 'stands' : 'does not stand'} in the article: ${name}`, () => {
    assert.equal(excerptInArticle(excerpt, article), expected, excerpt);
  });

const articles: [language: string, text: string][] = [
  [
    'en',
    'The co-op’s “wall” held; no one — not even Ms. O’Brien, 54 — had paid the £4,500 it cost.',
  ],
  ['fr', 'L’été, « la rue » s’échauffe : 38 °C à l’ombre, dit-on… Où sont les chênes coupés ?'],
  ['ar', 'قالَ المُديرُ: «لن نُغلِقَ المدرسة»، ثُمَّ ذهبَ إلى القرية البعيدة في المساء.'],
  ['he', 'ראש העיר אמר: ”לא נסגור את בית־הספר“, והלך אל צה״ל בשעה 10.'],
  ['hi', 'नदी रात में बढ़ी — “हमने सुना,” उसने कहा, और लोग घर छोड़कर भागे।'],
  ['ru', '«Вода пришла ночью», — сказала Ольга; за 12 часов она поднялась на четыре метра.'],
  ['zh', '他说：“河水在夜里上涨了四米。”没有人看见，学校也没有搬走——直到2026年。'],
  ['ja', '台風で川が氾濫した。「音が先に聞こえた」と住民は話し、ガソリンを運んだ。'],
  ['th', 'เมื่อคืนน้ำท่วมเมือง ชาวบ้านบอกว่า “เราได้ยินเสียงก่อน” แล้วจึงเห็นน้ำ'],
  ['ko', '강물이 밤에 불었다. “소리가 먼저 들렸다”고 주민이 말했다.'],
];

const kinds: [RegExp, string[]][] = [
  [/[“”„"«»「」]/gu, ['"', '“', '»', '『']],
  [/’/gu, ["'", '´', 'ʼ']],
  [/ [–—-] |——/gu, [' - ', '--', '—', ' – ']],
  [/\s+/gu, [' ', '\u00A0', '\n', ' \r\n\r\n ', '\u202F\u200B ']],
  [/…/gu, ['...', '. . .', '[…]']],
];
const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;

/** The text with its marks and blanks of other kinds, as chance has it. */
function respelled(excerpt: string, chance: readonly number[]): string {
  let drawn = 0;
  const draw = (most: number): number => (chance[drawn++ % chance.length] ?? 0) % most;
  const other = kinds.reduce(
    (changed, [pattern, spellings]) =>
      changed.replace(pattern, () => spellings[draw(spellings.length)] ?? ''),
    // First: afterwards an acute accent in an apostrophe's place would be a blank with a mark.
    excerpt.normalize(forms[draw(4)]),
  );
  return other.replace(/(?<=\p{L})(?=\p{L})/gu, () => (draw(9) === 0 ? '\u00AD' : ''));
}

interface Piece {
  article: string;
  pieces: string[];
  from: number;
  to: number;
}

const anyPiece: fc.Arbitrary<Piece> = fc
  .tuple(fc.constantFrom(...articles), fc.nat(), fc.nat())
  .map(([[language, article], one, other]) => {
    const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(article)];
    const words = segments.flatMap(({ isWordLike, index, segment }) =>
      isWordLike ? [{ index, end: index + segment.length }] : [],
    );
    const [a, b] = [one % words.length, other % words.length];
    const [first, last] = [words[Math.min(a, b)], words[Math.max(a, b)]];
    const within = segments.filter(
      ({ index }) => index >= (first?.index ?? 0) && index < (last?.end ?? 0),
    );
    const from = first?.index ?? 0;
    return { article, pieces: within.map(({ segment }) => segment), from, to: last?.end ?? 0 };
  });

test('any run of whole words of any article stands in it, however marks and blanks are written', () => {
  fc.assert(
    fc.property(anyPiece, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (piece, chance) => {
      const excerpt = respelled(piece.article.slice(piece.from, piece.to), chance);
      assert.ok(excerptInArticle(excerpt, piece.article), JSON.stringify(excerpt));
    }),
    { numRuns: 2000 },
  );
});

test('a run in which any word is another does not stand in the article', () => {
  fc.assert(
    fc.property(
      anyPiece,
      fc.nat(),
      fc.constantFrom('mill', 'мост', '橋', 'جسر'),
      (piece, nth, word) => {
        const places = piece.pieces.flatMap((segment, at) =>
          /[\p{L}\p{N}]/u.test(segment) ? [at] : [],
        );
        const changed = piece.pieces.with(places[nth % places.length] ?? 0, word).join('');
        assert.equal(excerptInArticle(changed, piece.article), false, changed);
      },
    ),
    { numRuns: 1000 },
  );
});

test('finding a run takes at most two looks at every word, in the most repetitive texts too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 1 }), { maxLength: 40 }),
      fc.array(fc.nat({ max: 1 }), { maxLength: 400 }),
      (run, row) => {
        const [seenRun, seenRow] = [counted(run), counted(row)];
        const expected = run.length === 0 ? findRun(run, row) : naive(run, row);
        assert.equal(findRun(seenRun.list, seenRow.list), expected);
        assert.ok(seenRow.looks() <= row.length, 'each word of the article is read once');
        assert.ok(seenRun.looks() <= 6 * (run.length + row.length));
      },
    ),
  );
  const run = counted([...Array.from({ length: 5_000 }, () => 1), 2]);
  assert.equal(
    findRun(
      run.list,
      Array.from({ length: 100_000 }, () => 1),
    ),
    -1,
  );
  assert.ok(run.looks() < 6 * 105_001, `${run.looks()} looks`);
});

function counted(list: number[]): { list: ArrayLike<number>; looks: () => number } {
  let looks = 0;
  const watched = new Proxy(list, {
    get(target, name) {
      if (name !== 'length') looks += 1;
      return Reflect.get(target, name) as unknown;
    },
  });
  return { list: watched, looks: () => looks };
}

function naive(run: readonly number[], row: readonly number[]): number {
  return row.findIndex((_, at) => run.every((word, index) => row[at + index] === word));
}

test('hostile texts of any length get their answer', () => {
  const long = 100_000;
  const repeated = [
    'a ',
    '- ',
    '. ',
    "a'",
    'a\u200B',
    'a-\n',
    'א"',
    '水',
    'ก\u0E33',
    'a\u0301',
    '[...] ',
    '\n',
  ];
  for (const bit of repeated) {
    const article = bit.repeat(long / bit.length);
    const excerpt = `${bit.repeat(20_000 / bit.length)} b`;
    assert.equal(excerptInArticle(excerpt, article), false, JSON.stringify(bit));
  }
  assert.equal(excerptInArticle(`a${'\u0301'.repeat(20_000)}`, `a${'\u0301'.repeat(long)}`), true);
  assert.equal(excerptInArticle('\uD800\uDC00\uDFFF \u202Ea\u0000', '\uDFFF\uD800'), false);
});

test('paragraphs are the blocks between line ends', () => {
  assert.equal(paragraphsOf('One.\nTwo.\r\n\r\nThree.\u2029 \n'), 3);
  assert.equal(paragraphsOf(' \n\n'), 0);
  assert.equal(paragraphsOf('x'.repeat(50_000) + '\n'.repeat(50_000)), 1);
});

test('words and paragraphs are those of the article, however the excerpt is laid out', () => {
  const article = 'One is here.\n\nTwo is\nhere.\n\nThree is here.\n\nFour is here.';
  const size = (excerpt: string, text: string | null = article): number[] =>
    Object.values(excerptSize(excerpt, { text, language: 'en' }));
  assert.deepEqual(size('One is here. Two is here. Three is here.'), [9, 3]);
  assert.deepEqual(size('Two\nis\nhere.'), [3, 1]);
  assert.deepEqual(size('One_is_here.Two·is:here'), [6, 2]);
  assert.deepEqual(size('One is here […] Four is here'), [6, 2]);
  assert.deepEqual(size('Not\nin it'), [3, 2]);
  assert.deepEqual(size('Not\nknown\nyet', null), [3, 3]);
});
