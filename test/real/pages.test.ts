import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { articleForLicensing } from '../../src/articles/actions/article-for-licensing.ts';
import { storeBatch } from '../../src/articles/actions/import-batch.ts';
import { readFeed } from '../../src/articles/import/read-feed.ts';
import type { ImportedArticle, RawItem } from '../../src/articles/import/types.ts';
import { findArticle } from '../../src/articles/actions/find-article.ts';
import { findingsOf } from '../../src/articles/store/findings.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import type { Tariff } from '../../src/pricing/rules/tariff.ts';
import * as uses from '../../src/pricing/rules/use.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { dataFile, dataNames } from './data.ts';
import { articleOf, pageArticle } from './page-item.ts';

const someHouse = ['The Harbour Gazette'];

let t: TestContext;
before(async () => {
  t = await testContext();
});

const tariff: Tariff = { ...starterTariff, version: 1 };
/** The most careless tariff there could be: whatever is asked is free. */
const generous: Tariff = {
  ...tariff,
  gates: [{ when: {}, outcome: 'free', reason: 'free_to_republish', alternative: null }],
  translationNeedsApproval: false,
};

/** Every kind of use in every medium, by every organisation, for every purpose; pictures come and go on the way. */
const everyUse: uses.Use[] = uses.useKinds.flatMap((use) =>
  uses.media.flatMap((medium) =>
    uses.organisationTypes.flatMap((organisation, at) =>
      uses.purposes.map((purpose, index) => {
        const images = uses.imageChoices[(at + index) % uses.imageChoices.length] ?? 'none';
        return { ...uses.plainUse, use, medium, organisation, purpose, images };
      }),
    ),
  ),
);
const quotation = { ...uses.plainUse, use: 'excerpt', excerpt: 'not in the article' } as const;

interface Judged {
  /** What all the answers to all the uses were, sorted. */
  answers: string[];
  /** The words that hold it back, with rule and place. */
  held: string[];
}

/** Imports an article and asks for uses of it, as the portal would answer at its door. */
async function judged(
  article: ImportedArticle,
  asked: readonly uses.Use[] = [...everyUse, quotation],
): Promise<Judged> {
  await t.ctx.transaction((tx) => storeBatch(tx, [article]));
  const row = await findArticle(t.ctx.db, article.url, t.ctx.links.baseUrl);
  assert.ok(row, `${article.url} was imported`);
  const stored = await articleForLicensing(t.ctx.db, row.id, t.ctx.now());
  assert.ok(stored);
  const answers = new Set<string>();
  for (const rules of [tariff, generous])
    for (const use of asked) answers.add(quote(rules, use, stored.facts).answer);
  const findings = await findingsOf(t.ctx.db, row.id);
  return {
    answers: [...answers].toSorted(),
    held: findings
      .filter(({ weight }) => weight === 'strong')
      .map(({ rule, place, words }) => `${rule} ${place}: ${words}`),
  };
}

async function isHeld(article: ImportedArticle, expected: RegExp): Promise<void> {
  const { answers, held } = await judged(article);
  for (const answer of answers)
    assert.match(answer, /^re(?:fer|fuse)$/u, `“${article.title}” is offered to nobody unasked`);
  assert.match(held.join('\n'), expected, article.title);
}

// Pages that carry another's work, and the words on them that say so.
const foreignPages: [string, RegExp][] = [
  ['fundus-us-VoiceOfAmerica.html', /^ap byline: Associated Press$/mu],
  ['fundus-cn-People.html', /^xinhua opening: 新华社北京4月24日电$/mu],
  ['htmldate-thestar-ap-exclusive.html', /^ap title: AP Exclusive$/mu],
  ['htmldate-uol-reuters-pt.html', /^reuters address: \/reuters\/$/mu],
  ['newspaper-arabic.html', /^cnn opening: دمشق، سوريا \(CNN\) -$/mu],
];
for (const [name, words] of foreignPages)
  test(`${name}: not ours, so nothing of it is offered`, () =>
    isHeld(pageArticle(name, someHouse), words));

// Pages that are the newsroom's own work, with the names it goes by.
const ownPages: [string, string[]][] = [
  ['feeder-gb2312.html', []],
  ['fundus-de-NetzpolitikOrg.html', ['netzpolitik.org']],
  ['fundus-fr-LeMonde.html', ['Le Monde']],
  ['fundus-ind-Bhaskar.html', ['दैनिक भास्कर']],
  ['fundus-jp-MainichiShimbun.html', ['毎日新聞']],
  ['fundus-lb-LBCGroup.html', ['LBCI Lebanon']],
  ['fundus-tr-AnadoluAjansi.html', ['Anadolu Ajansı']],
  ['fundus-ua-Pravda.html', ['Украинская правда']],
  ['fundus-uk-BBC.html', ['BBC News']],
  ['fundus-us-TheIntercept.html', ['The Intercept']],
  ['fundus-za-DailyMaverick.html', ['Daily Maverick']],
  ['htmldate-albayan-ar.html', ['البيان']],
  ['htmldate-globalvoices-de.html', ['Global Voices']],
  ['htmldate-khabaronline-fa.html', ['خبرآنلاین']],
  ['htmldate-ltn-tw.html', ['自由時報']],
  ['htmldate-theconversation.html', ['The Conversation']],
  ['readability-bbc.html', ['BBC News']],
];
// What stands there and means nothing: a report that is quoted, which staff see and which holds nothing.
const mentions: Record<string, string[]> = {
  'fundus-za-DailyMaverick.html': ['reuters text: Reuters'],
};
for (const [name, names] of ownPages)
  test(`${name}: the newsroom’s own, so it is not held`, async () => {
    const article = pageArticle(name, names);
    const { held, answers } = await judged(article, [uses.plainUse]);
    assert.deepEqual(held, []);
    const inText = article.findings.filter(({ place }) => place !== 'picture');
    assert.deepEqual(
      inText.map(({ rule, place, words }) => `${rule} ${place}: ${words}`),
      mentions[name] ?? [],
    );
    // Only a page whose text is not in its markup has no price.
    assert.equal(answers.includes('price'), article.wordCount > 0);
  });

test('every page is told apart', () => {
  const known = [...foreignPages, ...ownPages].map(([name]) => name);
  const pages = dataNames('pages').filter((name) => name.endsWith('.html'));
  assert.deepEqual(known.toSorted(), pages);
});

// Headlines of agency copy in the feeds of others, found by reading them.
const foreignItems: Record<string, RegExp> = {
  'brasildefato-full.xml':
    /^(?:Abertura de Paris 2024 teve drag queens|Ataques coordenados afetam)/u,
  'guardian-us.rss':
    /^(?:Train carrying dozens|Climate change threatens half|Las Vegas shooting: 'person|2004 Larry Nassar|Director of CDC resigns|Trump sues over property tax)/u,
  'reuters-world.xml': /./u,
  'talkingpointsmemo.atom':
    /^(?:Menendez 'Convinced'|Trump DHS Pick|Menendez Trial Enters|Obama Reports For Jury|Trump Admin Releases Lengthy)/u,
};
for (const name of dataNames('feeds'))
  test(`${name}: agency copy among its items is offered to nobody, and the rest is not held`, async () => {
    const feed = readFeed({
      ...{ bytes: dataFile('feeds', name), contentType: '', url: null, ownNames: someHouse },
    });
    assert.ok(feed.ok);
    for (const item of feed.items) {
      const article = item.read();
      assert.ok(article.kind === 'article');
      const strong = article.findings.filter(({ weight }) => weight === 'strong');
      if (foreignItems[name]?.test(article.title) === true) await isHeld(article, /: \S/u);
      else assert.deepEqual(strong, [], article.title);
    }
  });

const blank: RawItem = {
  ...{ sourceId: null, links: [], titleHtml: '', contentHtml: null, summaryHtml: null },
  ...{ authors: [], section: null, tags: [], language: null, published: null, updated: null },
  ...{ pictures: [], rights: [] },
};

interface Ninjs {
  by?: string;
  byline?: string;
  headlines?: string | { value: string }[];
  bodies?: { contentType?: string; value?: string }[];
  body_xhtml?: string;
  copyrightHolder?: string;
  copyrightNotice?: string;
}

/** What an agency delivers, as it would come in through the feed of a house that prints it. */
function delivered(name: string): ImportedArticle {
  const item = JSON.parse(dataFile('newsml', name).toString()) as Ninjs;
  const { headlines = [], bodies = [], copyrightHolder = '', copyrightNotice = '' } = item;
  const headline = typeof headlines === 'string' ? headlines : headlines[0]?.value;
  const html = bodies.find(({ contentType }) => contentType === 'text/html')?.value;
  const raw = {
    ...blank,
    links: [`https://gazette.example.org/${name}`],
    titleHtml: headline ?? name,
    contentHtml: item.body_xhtml ?? html ?? null,
    authors: [item.by ?? item.byline ?? ''].filter((text) => text !== ''),
    rights: [copyrightHolder, copyrightNotice].filter((text) => text !== ''),
  };
  return articleOf(raw, raw.links[0] ?? '', someHouse);
}

const deliveries: [string, RegExp][] = [
  ['ninjs1-invalid.json', /^ap opening: GROSSETO, Italy \(AP\) -/mu],
  ['ninjs3-dpa_text.json', /^dpa rights: dpa$/mu],
  ['ninjs3-ninjsExSimpleText_3.json', /^ap opening: GROSSETO, Italy \(AP\) -/mu],
  ['ninjs3-ntb_text.json', /^nordic-agencies (?:byline|rights): NTB$/mu],
  ['ninjs3-tt_text_image_3.json', /^nordic-agencies rights: TT$/mu],
];
for (const [name, words] of deliveries)
  test(`${name}: what an agency delivered is not ours`, () => isHeld(delivered(name), words));

test('a copyright of another house in an export of the newsroom’s own system holds the story', () => {
  const story = JSON.parse(dataFile('exports', 'arc-ans-story.json').toString()) as {
    copyright: string;
    headlines: { basic: string };
    canonical_url: string;
  };
  const url = new URL(story.canonical_url, 'https://gazette.example.org').href;
  const raw = {
    ...blank,
    links: [url],
    titleHtml: story.headlines.basic,
    rights: [story.copyright],
  };
  return isHeld(articleOf(raw, url, someHouse), /^reuters rights: Thomson Reuters$/mu);
});
