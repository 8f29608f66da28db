import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ccLicence } from '../../src/articles/rules/cc-licence.ts';
import { findProvenance, type ProvenanceInput } from '../../src/articles/rules/provenance.ts';
import type { Finding } from '../../src/articles/rules/provenance-places.ts';
import { rightsOf } from '../../src/articles/rules/rights.ts';
import { foreignWords } from '../../src/articles/rules/picture-rights.ts';
import { foreignBylines, foreignTexts } from './agency-marks.ts';

const plain: ProvenanceInput = {
  bylines: ['Ada Writer'],
  title: 'River wall holds',
  section: 'News',
  text: 'The gates closed at four.',
  rights: [],
  url: 'https://gazette.example.org/river-wall',
  pictures: [],
  ownNames: ['The Harbour Gazette', 'Harbour Gazette Ltd'],
};

function brief(input: Partial<ProvenanceInput>): string {
  return findProvenance({ ...plain, ...input })
    .map(({ rule, weight, place }) => `${rule} ${weight} ${place}`)
    .join(', ');
}

const bylines: [string, string][] = [
  ['Jane Roe, Associated Press', 'ap strong byline'],
  ['AP', 'ap strong byline'],
  ['AP Sports Writer', 'ap strong byline'],
  ['The Associated Press', 'ap strong byline'],
  ['Reuters Staff', 'reuters strong byline'],
  ['Reuters in Paris', 'reuters strong byline'],
  ['REUTERS', 'reuters strong byline'],
  ['Jane Roe and AFP', 'afp strong byline'],
  ['dpa', 'dpa strong byline'],
  ['Redaktion mit dpa', 'dpa strong byline'],
  ['Sam Jones, PA', 'pa strong byline'],
  ['Press Association', 'pa strong byline'],
  ['Redazione ANSA', 'ansa strong byline'],
  ['ANSA', 'ansa strong byline'],
  ['EFE', 'efe strong byline'],
  ['Agencia EFE', 'efe strong byline'],
  ['新华社', 'xinhua strong byline'],
  ['共同通信', 'kyodo strong byline'],
  ['TASS', 'tass strong byline'],
  ['Bloomberg', 'bloomberg strong byline'],
  ['القاهرة - رويترز', 'reuters strong byline'],
  ['وكالات', 'agencies strong byline'],
  ['Agencias', 'agencies strong byline'],
  ['Staff and agencies', 'agencies strong byline'],
  ['Getty Images', 'getty strong byline'],
  // Names that only hold such words.
  ['Michael Bloomberg', ''],
  ['Nic Roe, Reuters Institute', ''],
  ['Jane Capel', ''],
  ['Pat Apa', ''],
  ['Tass Vane', ''],
  ['Ansa Lehto', ''],
  ['John Smith, Harrisburg, PA', 'pa weak byline'],
  ['Philadelphia, PA', 'pa weak byline'],
];
for (const [byline, expected] of bylines)
  test(`byline “${byline}”: ${expected || 'nothing'}`, () =>
    assert.equal(brief({ bylines: [byline] }), expected));

const texts: [string, string][] = [
  ['PARIS (AFP) – The minister said no.', 'afp strong opening'],
  ['WASHINGTON (AP) — Talks failed.', 'ap strong opening'],
  ['(Reuters) - Oil fell.', 'reuters strong opening'],
  ['BEIJING, Nov. 3 (Xinhua) -- Trade grew.', 'xinhua strong opening'],
  ['Madrid, 12 mar (EFE).- El gobierno aprobó la ley.', 'efe strong opening'],
  ['Berlin (dpa/bb) - Der Senat tagt.', 'dpa strong opening'],
  ['(ANSA) - ROMA, 3 NOV - Il governo decide.', 'ansa strong opening'],
  ['MOSCOW, November 3. /TASS/. Talks began.', 'tass strong opening'],
  ['新华社北京11月3日电 记者报道。', 'xinhua strong opening'],
  ['TOKYO (Kyodo) - Rain fell.', 'kyodo strong opening'],
  ['(Bloomberg) -- Shares rose.', 'bloomberg strong opening'],
  ['Rain fell.\n\n(AP)', 'ap strong end'],
  ['Es regnete. (dpa)', 'dpa strong end'],
  ['Il pleut. (avec AFP)', 'afp strong end'],
  ['Es regnete.\n\n(afp, dpa)', 'dpa strong end'],
  ['Es regnete.\n\nQuelle: dpa', 'dpa strong end'],
  ['Llueve.\n\nCon información de EFE', 'efe strong end'],
  ['Rain fell.\n\nWith files from The Canadian Press', 'canadian-press strong end'],
  ['Rain fell.\n\nSource: Reuters', 'reuters strong end'],
  ['Piove.\n\ncon agenzie', 'agencies strong text'],
  ['Rain fell.\n\nAgencies contributed to this report.', 'agencies strong text'],
  ['Es regnete. (mit Agenturmaterial)', 'agencies strong text'],
  ['Rain fell.\n\nReporting by Ann Lee; Editing by Bo Fox', 'reuters strong text'],
  [
    'Rain fell.\n\nAssociated Press writer Ann Lee in Paris contributed to this report.',
    'ap strong text',
  ],
  ['Rain fell.\n\nCopyright 2026 The Associated Press. All rights reserved.', 'ap strong text'],
  ['Rain fell.\n\n© 2026 AFP', 'afp strong text'],
  ['Rain fell.\n\nThis article was originally published on Grist.', 'republished strong text'],
  ['Rain fell.\n\nRepublished with permission from The Tide.', 'republished strong text'],
  ['Es regnete.\n\nZuerst erschienen bei Zeitbote Online.', 'republished strong text'],
  ['Il pleut.\n\nPublié initialement par Le Courrier.', 'republished strong text'],
  ['Llueve.\n\nPublicado originalmente en El Faro.', 'republished strong text'],
  [
    'Rain fell.\n\nThis story was produced in partnership with The Tide Project.',
    'co-published strong text',
  ],
  ['Rain fell.\n\nCo-published with The Tide.', 'co-published strong text'],
  ['FOR IMMEDIATE RELEASE\n\nThe company is pleased.', 'release strong text'],
  ['Ada Writer is a freelance journalist in Saltmouth.', 'contributor weak text'],
  // A story that only quotes, or words inside other names.
  ['The mayor told Reuters he was sorry.', 'reuters weak text'],
  ['A court official told AP the case was closed.', 'ap weak text'],
  ['According to the Associated Press, rain fell.', 'ap weak text'],
  ['The Reuters Institute said trust fell.', ''],
  ['He teaches AP English and AP Calculus.', ''],
  ['Andhra Pradesh (AP) Chief Minister said no.', ''],
  ['Michael Bloomberg said no. The Getty Museum opened.', ''],
  ['She joined the conversation.', ''],
  ['The Environmental Protection Agency (EPA).', ''],
  ['It works with agencies of the state, and by agencies it means ministries.', ''],
  ['This article was first published by The Harbour Gazette.', ''],
  ['In PA the rain fell; in TT races the sun shone.', ''],
];
for (const [text, expected] of texts) {
  test(`text “${text.replaceAll('\n', ' ').slice(0, 60)}”: ${expected || 'nothing'}`, () =>
    assert.equal(brief({ text }), expected));
}

/** The strongest finding that holds the article back. */
function held(input: Partial<ProvenanceInput>): Finding | undefined {
  return findProvenance({ ...plain, ...input }).find(({ weight }) => weight === 'strong');
}

for (const [rule, bylines] of Object.entries(foreignBylines))
  test(`bylines of ${rule} in many languages hold the article`, () => {
    for (const byline of bylines) assert.equal(held({ bylines: [byline] })?.rule, rule, byline);
  });

for (const [expected, texts] of Object.entries(foreignTexts))
  test(`place lines and notes in many languages hold the article: ${expected}`, () => {
    for (const text of texts) {
      const found = held({ text });
      assert.equal(`${found?.rule} ${found?.place}`, expected, text);
      assert.ok(found?.context.includes(found.words), 'the words stand in their context');
    }
  });

const innocent = [
  'Der Sprecher sagte der Nachrichtenagentur dpa am Montag, es werde regnen. Niemand widersprach.',
  'Le ministre a déclaré à l’AFP qu’il pleuvrait. Personne ne l’a contredit.',
  '日中両国は共同声明を発表した（共同声明の全文は別稿）。',
  '【日中共同声明】両国は声明を発表した。',
  'हिंदी हमारी भाषा है और रहेगी।',
  'سافرنا إلى هضبة الأناضول في الشتاء.',
  'Anadolu Efes maçı kazandı. Herkes sevindi.',
  'Alcoholics Anonymous (AA) members met on Monday. The AA said roads were closed.',
  'The novel was first published on February 14 of that year.',
  'Сегодня агентства недвижимости сообщили о росте цен.',
  'She wrote for CNN before, and liked it.',
  'Padało. Potem przestało padać (w Warszawie).',
];
test('words of the same sound that say nothing of the text’s origin hold nothing', () => {
  for (const text of innocent) assert.equal(held({ text }), undefined, text);
});

test('hostile texts are searched in linear time', () => {
  const shapes = [
    '(',
    '【',
    'AP ',
    'Reuters ',
    '(AP',
    '/ТАСС',
    'This article was ',
    'co-published with A ',
    '(c) 2026 ',
    'AP writer ',
    'material from the ',
    'AP/',
    'aa/bb (',
    'с ',
    '。（',
  ];
  for (const shape of shapes) {
    const text = shape.repeat(400_000 / shape.length);
    const started = performance.now();
    findProvenance({ ...plain, text, bylines: [text.slice(0, 500)], title: text.slice(0, 300) });
    const took = performance.now() - started;
    assert.ok(took < 2000, `“${shape}” took ${Math.round(took)} ms`);
  }
});

const pictures: [string, string, boolean][] = [
  ['Brent Durand/Moment via Getty Images', '', true],
  ['AP Photo/Bo Fox', '', true],
  ['Ann Lee/REUTERS', '', true],
  ['', 'The wall. Foto: dpa', true],
  ['新华社记者 王某 摄', '', true],
  ['Ann Lee', 'The wall. This picture may not be republished.', true],
  ['Ann Lee. No resale, no archive.', '', true],
  ['Museum of the Sea, used with permission', '', true],
  ['Foto: Ann Lee, alle Rechte vorbehalten', '', true],
  ['写真・無断転載禁止', '', true],
  ['Ann Lee/Harbour Gazette', 'The wall', false],
  ['Ann Lee, CC BY', 'The wall', false],
  ['Getty Museum, Open Content', '', false],
  ['', 'Michael Bloomberg at the wall', false],
];
for (const [credit, caption, foreign] of pictures)
  test(`a picture “${credit}${caption}” is ${foreign ? 'surely not' : 'perhaps'} ours to pass on`, () => {
    assert.equal(foreignWords({ credit, caption }) !== null, foreign);
  });

test('what stands elsewhere counts: headline, section, rights, address, pictures', () => {
  assert.equal(brief({ title: 'AP Exclusive: the wall held' }), 'ap strong title');
  assert.equal(brief({ title: 'Apple explains the wall' }), '');
  assert.equal(brief({ section: 'Reuters' }), 'reuters strong section');
  assert.equal(brief({ rights: ['© 2026 Thomson Reuters'] }), 'reuters strong rights');
  assert.equal(brief({ rights: ['© 2026 Harbour Gazette Ltd'] }), '');
  assert.equal(
    brief({ url: 'https://gazette.example.org/reuters/2026/wall' }),
    'reuters strong address',
  );
  assert.equal(brief({ url: 'https://gazette.example.org/on-reuters-and-others' }), '');
  assert.equal(
    brief({ pictures: [{ credit: 'Ann Lee/Getty Images', caption: '' }] }),
    'getty weak picture',
  );
  assert.equal(
    brief({ pictures: [{ credit: 'AP Photo/Bo Fox', caption: 'A wall' }] }),
    'ap weak picture',
  );
});

test('the newsroom itself is nobody else', () => {
  assert.equal(brief({ bylines: ['Reuters Staff'], ownNames: ['Reuters'] }), '');
  assert.equal(brief({ bylines: ['AFP'], ownNames: ['Reuters'] }), 'afp strong byline');
});

test('a finding shows the words that caused it, shortened', () => {
  const [finding] = findProvenance({ ...plain, text: 'WASHINGTON (AP) — Talks failed.' });
  assert.equal(finding?.words, 'WASHINGTON (AP) —');
  assert.equal(finding?.kind, 'wires');
});

const licences: [string, string[], string | null][] = [
  ['This article is republished from The Conversation under a Creative Commons license.', [], 'CC'],
  ['This work is licensed under CC BY-ND 4.0.', [], 'CC-BY-ND-4.0'],
  [
    'This article is published under a Creative Commons Attribution-NonCommercial 4.0 licence.',
    [],
    'CC-BY-NC-4.0',
  ],
  ['Dieser Artikel steht unter der Lizenz CC BY-SA 4.0.', [], 'CC-BY-SA-4.0'],
  ['', ['https://creativecommons.org/licenses/by-nc-nd/4.0/'], 'CC-BY-NC-ND-4.0'],
  ['', ['http://creativecommons.org/publicdomain/zero/1.0/'], 'CC0-1.0'],
  ['', ['All rights reserved'], null],
  ['The photo is under CC BY 2.0 on a picture site.', [], null],
  ['He spoke about Creative Commons licences for an hour.', [], null],
];
for (const [text, rights, expected] of licences)
  test(`licence of “${text || rights[0]}”: ${expected}`, () =>
    assert.equal(ccLicence(text, rights), expected));

const judged = (
  finding: Partial<Finding>,
  settled_as: string | null = null,
): Parameters<typeof rightsOf>[0][number] => ({
  rule: 'ap',
  weight: 'strong',
  place: 'byline',
  words: '',
  ...finding,
  settled_as,
});

test('whose a text is comes from the words: the other house is named, also as the one to ask', () => {
  const named: [string, string][] = [
    ['Co-published with The Tide.', 'The Tide'],
    ['This story was produced in partnership with The Tide Project.', 'The Tide Project'],
    ['This article was originally published on Grist.', 'Grist'],
    ['Zuerst erschienen bei Zeitbote Online.', 'Zeitbote Online'],
    ['WASHINGTON (AP) — Talks failed.', ''],
  ];
  for (const [text, rightsholder] of named) {
    const findings = findProvenance({ ...plain, text }).map((one) => ({
      ...one,
      settled_as: null,
    }));
    assert.equal(rightsOf(findings).rightsholder, rightsholder, text);
    const ours = findings.map((one) => ({ ...one, settled_as: 'ours' }));
    assert.equal(rightsOf(ours).rightsholder, '');
  }
});

test('findings make the rights of an article', () => {
  const cases: [Parameters<typeof rightsOf>[0], string][] = [
    [[], 'staff clear false'],
    [[judged({ weight: 'weak' })], 'staff clear false'],
    [[judged({})], 'wires held false'],
    [[judged({ place: 'end' })], 'staff held false'],
    [[judged({ rule: 'release', place: 'text' })], 'handout held false'],
    [[judged({ rule: 'co-published', place: 'text' })], 'other held true'],
    [[judged({ place: 'byline' }, 'ours')], 'staff settled false'],
    [[judged({ place: 'end' }, 'not_ours')], 'wires settled false'],
    [[judged({}, 'ours'), judged({ rule: 'republished', place: 'text' })], 'other held true'],
    [[judged({ weight: 'weak' }, 'not_ours')], 'wires settled false'],
    [[judged({}, 'freelance')], 'freelance settled false'],
    [[judged({ rule: 'contributor', weight: 'weak' }, 'freelance')], 'freelance settled false'],
    [[judged({}, 'freelance'), judged({}, 'not_ours')], 'wires settled false'],
    [[judged({}, 'freelance'), judged({ place: 'end' })], 'freelance held false'],
  ];
  for (const [findings, expected] of cases) {
    const { provenance, rightsCheck, coPublished } = rightsOf(findings);
    assert.equal(`${provenance} ${rightsCheck} ${coPublished}`, expected);
  }
});
