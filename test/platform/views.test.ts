import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewsOf } from '../support/views.ts';

const show = (source: string, data: object = {}): string =>
  viewsOf({ page: source }).render('page', data);

test('a page that shows what its data lack throws and names the missing part', () => {
  assert.throws(() => show('{{headline}}'), /headline/);
  assert.throws(() => show('{{article.headline}}', { article: {} }), /headline/);
  assert.throws(() => show('{{t "By {name}" name=author}}'), /\{name\} of "By \{name\}"/);
  assert.throws(() => show('{{date published}}'), /gives date nothing/);
  assert.throws(() => show('{{money total "GBP"}}'), /gives money nothing/);
});

test('an unknown view, helper or partial throws', () => {
  assert.throws(() => viewsOf({}).render('nowhere', {}), /there is no view "nowhere"/);
  assert.throws(() => show('{{shout name}}', { name: 'x' }), /shout/);
  assert.throws(() => show('{{> nowhere}}'), /nowhere/);
});

test('a view that does not parse stops the start and is named', () => {
  assert.throws(() => viewsOf({ 'articles/show': '{{#if x}}' }), /articles\/show\.hbs/);
});

test('text is escaped in pages and stands as it is in subjects and text letters', () => {
  const source = '{{name}}';
  const views = viewsOf({
    page: source,
    'emails/offer/subject': source,
    'emails/offer/text': source,
    'layouts/letter.txt': source,
  });
  const data = { name: `Tom & "Jerry" <b>'s` };
  assert.equal(views.render('page', data), 'Tom &amp; &quot;Jerry&quot; &lt;b&gt;&#x27;s');
  for (const name of ['emails/offer/subject', 'emails/offer/text', 'layouts/letter.txt'])
    assert.equal(views.render(name, data), data.name);
});

test('prototypes and constructors are out of reach', () => {
  assert.throws(() => show('{{name.constructor.name}}', { name: 'x' }));
  assert.equal(show('{{constructor}}{{site.toString}}', { site: {} }), '');
  assert.equal(show('{{#if (lookup this "__proto__")}}reached{{else}}no{{/if}}'), 'no');
});

test('a layout takes the page as a block, its title and what the page adds to the head', () => {
  const views = viewsOf({
    'layouts/public':
      '<title>{{title}}</title>{{#> page-head}}none{{/page-head}}<main>{{> @partial-block}}</main>',
    plain: '{{#> layouts/public title=(t "Terms")}}{{name}}{{/layouts/public}}',
    more: '{{#> layouts/public title="x"}}{{#*inline "page-head"}}<link>{{/inline}}{{name}}{{/layouts/public}}',
  });
  assert.equal(views.render('plain', { name: 'A' }), '<title>Terms</title>none<main>A</main>');
  assert.equal(views.render('more', { name: 'A' }), '<title>x</title><link><main>A</main>');
});

test('a component sees what it is handed and nothing of the page around it', () => {
  const views = viewsOf({
    'partials/field': '{{label}}{{#if hint}} ({{hint}}){{/if}} {{@root.locale}}',
    page: '{{#each rows}}{{> partials/field label="Name"}}{{/each}}',
  });
  assert.equal(views.render('page', { locale: 'de', rows: [{ hint: 'leaks' }] }), 'Name de');
});

test('what was typed and what was wrong with it are found by the name of the field', () => {
  const data = {
    values: { email: 'kim@', edits: ['shorten', 'localise'] },
    problems: [
      { field: 'email', message: 'Enter at most {limit, number} signs.', params: { limit: 1200 } },
    ],
  };
  assert.equal(
    show('{{typed "email" "proposed"}}|{{typed "name" "proposed"}}|{{typed "note" missing}}', data),
    'kim@|proposed|',
  );
  assert.equal(show('{{problem "email"}}|{{problem "name"}}', data), 'Enter at most 1,200 signs.|');
  assert.equal(
    show(
      '{{chosen (typed "edits") "shorten"}} {{chosen (typed "edits") "other"}} {{chosen 3 "3"}}',
      data,
    ),
    'true false true',
  );
});

test('money, dates, numbers and sizes follow the language and zone of the page', () => {
  const source =
    '{{money 14000 "GBP"}} {{money sum}} {{date day}} {{datetime moment}} {{number 1250000}} {{bytes 4900000}} {{list kinds}}';
  const data = {
    sum: { amount: 500, currency: 'JPY' },
    day: '2026-11-23',
    moment: new Date('2026-11-23T23:30:00Z'),
    kinds: ['a', 'b', 'c'],
  };
  assert.equal(
    show(source, data),
    '£140.00 JP¥500 23 November 2026 23 November 2026 at 23:30 GMT 1,250,000 4.9 MB a, b and c',
  );
  const german = show(source, { ...data, locale: 'de', site: { timeZone: 'Europe/Berlin' } });
  assert.match(
    german,
    /^140,00\s£ 500\s¥ 23\. November 2026 24\. November 2026 um 00:30 MEZ 1\.250\.000 4,9\sMB a, b und c$/,
  );
});

test('something that is no date is refused, not shown', () => {
  assert.throws(() => show('{{datetime when}}', { when: 'soon' }), /not a date: soon/);
});

test('a link is only made to addresses a person may be sent to', () => {
  const addresses = ['https://example.org/a?b=1', 'mailto:desk@example.org', '/articles/x', '#top'];
  for (const url of addresses)
    assert.equal(show('{{safeUrl url}}', { url }), url.replace('=', '&#x3D;'));
  const traps = [
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    '//evil.example.org',
    '/\\evil.example.org',
    'data:text/html,x',
    'ftp://x',
    'x',
    '',
  ];
  for (const url of traps) assert.equal(show('{{safeUrl url}}', { url }), '#');
});

test('markup handed to a text stays markup and everything around it is escaped', () => {
  const source = '{{t "Read the {terms} & ask {who}" terms=(link "/terms/3" "<terms>") who=name}}';
  assert.equal(
    show(source, { name: '<b>' }),
    'Read the <a href="/terms/3">&lt;terms&gt;</a> &amp; ask &lt;b&gt;',
  );
});

test('data for machines cannot close the script that holds it', () => {
  const html = show('{{jsonLd data}}', { data: { name: '</script><script>alert(1)//' } });
  assert.equal(html.match(/<\/script>/g)?.length, 1);
  assert.deepEqual(JSON.parse(html.replace(/<[^>]*>/g, '')), {
    name: '</script><script>alert(1)//',
  });
});

test('addresses of own files change with their content, and a missing file is an error', () => {
  assert.match(show('{{asset "/site.css"}}'), /^\/site\.css\?v=[0-9a-f]{8}$/);
  assert.throws(() => show('{{asset "/nowhere.css"}}'), /nowhere\.css/);
});

test('choices in templates: equal, among, not, or, and, below a path', () => {
  const source =
    '{{eq a "x"}} {{in a "x" "y"}} {{in a list}} {{not a}} {{or none a}} {{and a none}} {{under path "/admin/requests"}} {{concat a "-" 1}}';
  assert.equal(
    show(source, { a: 'x', none: null, list: ['y'], path: '/admin/requests/1' }),
    'true true false false x false true x-1',
  );
  assert.equal(show('{{under path "/admin/requests"}}', { path: '/admin/requests-old' }), 'false');
});
