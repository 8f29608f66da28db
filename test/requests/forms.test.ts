import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../src/platform/http.ts';
import { checkFiles, largestFile, uploadProblem } from '../../src/requests/forms/files.ts';
import { acceptForm, replyForm, verifyForm } from '../../src/requests/forms/guest.ts';
import {
  requestForm,
  requestFormFields,
  type RequestForm,
} from '../../src/requests/forms/request.ts';
import { isEmailAddress } from '../../src/requests/forms/texts.ts';

const good = {
  formKey: 'a'.repeat(32),
  termsVersion: '3',
  contactName: 'Kim Sample',
  email: 'kim@example.org',
  organisationName: 'The Daily Example',
  agreeTerms: 'yes',
  entitled: 'yes',
};

function accepted(change: object = {}): RequestForm {
  const result = parse(requestForm, { ...good, ...change });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function problemsOf(change: object): Record<string, string> {
  const result = parse(requestForm, { ...good, ...change });
  assert.ok(!result.ok, 'it was accepted');
  return Object.fromEntries(result.problems.map(({ field, message }) => [field, message]));
}

test('a name, an address, an organisation and two boxes are enough', () => {
  const form = accepted();
  assert.equal(form.plannedDate, null);
  assert.equal(form.payBy, 'card');
  assert.equal(form.counter, false);
  assert.deepEqual(form.also, []);
});

test('each missing field is named together with the way out', () => {
  const problems = problemsOf({
    contactName: ' ',
    email: '',
    organisationName: undefined,
    agreeTerms: undefined,
  });
  assert.deepEqual(problems, {
    contactName: 'Enter your name.',
    email: 'Enter your e-mail address.',
    organisationName:
      'Enter the name of the organisation, or your own name if you ask for yourself.',
    agreeTerms: 'Confirm that you have read the terms.',
  });
});

test('names keep every script and sign, composed, trimmed and otherwise unchanged', () => {
  for (const name of [
    '𠮷田 翔平',
    'ليلى عبد الرحمن',
    'نوיעה בן־דוד',
    'Müller, Jörg-Peter',
    `D'Angelo O’Brien`,
    '<b>"&',
    '=1+1',
  ])
    assert.equal(accepted({ contactName: `  ${name} ` }).contactName, name.normalize('NFC'));
  assert.equal(accepted({ contactName: 'Zoë' }).contactName, 'Zoë');
});

test('control and direction-override characters and line breaks are refused in a name', () => {
  assert.match(problemsOf({ contactName: 'a\u202Eb' })['contactName'] ?? '', /invisible control/);
  assert.match(problemsOf({ contactName: 'a\u0000b' })['contactName'] ?? '', /invisible control/);
  assert.match(problemsOf({ contactName: 'a\ud800' })['contactName'] ?? '', /invisible control/);
  assert.match(
    problemsOf({ contactName: 'Jane\r\nBcc: x@example.org' })['contactName'] ?? '',
    /one line/,
  );
  assert.equal(accepted({ note: 'one\r\ntwo\tthree' }).note, 'one\ntwo\tthree');
});

test('lengths are counted as people count characters, and the error says how many there are', () => {
  assert.equal(Array.from(accepted({ contactName: '𠮷'.repeat(120) }).contactName).length, 120);
  assert.equal(
    problemsOf({ contactName: '𠮷'.repeat(121) })['contactName'],
    'Use at most 120 characters for your name; there are 121.',
  );
  const limits: [string, number][] = [
    ['organisationName', 160],
    ['note', 6000],
    ['editsNote', 2000],
    ['ownReference', 64],
  ];
  for (const [field, max] of limits) {
    accepted({ [field]: 'x'.repeat(max) });
    assert.match(
      problemsOf({ [field]: 'x'.repeat(max + 1) })[field] ?? '',
      new RegExp(`${max} characters`),
    );
  }
});

test('e-mail addresses: one, plain ASCII, within the limits', () => {
  for (const address of [
    'a@example.org',
    'first.last+tag@mail.example.co',
    'x_y@xn--bcher-kva.example',
  ])
    assert.equal(isEmailAddress(address), true, address);
  for (const address of [
    'paula@',
    '@example.org',
    'a@b',
    'a b@example.org',
    'a@example.org,b@example.org',
    'a@exämple.org',
    'a..b@example.org',
    '.a@example.org',
    'a@-x.org',
    'a@1.2.3.4',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(250)}.org`,
    '"a"@example.org',
    'a@[127.0.0.1]',
  ])
    assert.equal(isEmailAddress(address), false, address);
  assert.match(
    problemsOf({ email: 'a@example.org\r\nBcc: b@example.org' })['email'] ?? '',
    /one e-mail address/,
  );
  assert.equal(accepted({ email: ' Kim@EXAMPLE.org ' }).email, 'Kim@example.org');
});

test('a publication’s address must be https; a bare domain is told what is missing', () => {
  assert.equal(
    accepted({ publicationUrl: 'https://www.example.org' }).publicationUrl,
    'https://www.example.org/',
  );
  const wrong: [string, RegExp][] = [
    ['www.example.org', /with https:\/\/ in front/],
    ['example.org/news', /with https:\/\/ in front/],
    ['http://example.org', /must begin with https/],
    ['javascript:alert(1)', /must begin with https/],
    ['https://user:pass@example.org', /no web address/],
    ['https://localhost', /no web address/],
    ['https://', /no web address/],
    ['https://exa mple.org', /no web address/],
  ];
  for (const [address, message] of wrong)
    assert.match(problemsOf({ publicationUrl: address })['publicationUrl'] ?? '', message, address);
});

test('who writes UK is told that GB is meant', () => {
  assert.equal(
    problemsOf({ billingCountry: 'UK' })['billingCountry'],
    'UK is not the ISO code of a country: GB is meant. Choose GB.',
  );
  assert.match(problemsOf({ billingCountry: 'ZZ' })['billingCountry'] ?? '', /from the list/);
  assert.equal(accepted({ billingCountry: 'gb' }).billingCountry, 'GB');
});

test('an invoice needs a name, an address and a country; a card does not', () => {
  assert.deepEqual(Object.keys(problemsOf({ payBy: 'invoice' })), [
    'legalName',
    'billingAddress',
    'billingCountry',
  ]);
  accepted({
    payBy: 'invoice',
    legalName: 'Example Ltd',
    billingAddress: '1 Quay\nTown',
    billingCountry: 'GB',
  });
  assert.equal(accepted({ vatNumber: 'de 136 695 976' }).vatNumber, 'DE136695976');
  assert.ok(accepted({ vatNumber: 'DE123456789' }), 'a wrong check digit does not stop the form');
});

test('other changes must be described, dates must exist', () => {
  assert.match(problemsOf({ edits: 'other' })['editsNote'] ?? '', /Describe/);
  assert.equal(accepted({ edits: 'other', editsNote: 'Cut it.' }).editsNote, 'Cut it.');
  assert.match(problemsOf({ plannedDate: '2026-02-30' })['plannedDate'] ?? '', /2026-11-23/);
  assert.equal(accepted({ plannedDate: '2026-12-24' }).plannedDate, '2026-12-24');
  assert.equal(accepted({ plannedDate: '' }).plannedDate, null);
});

test('fields that do not belong, prices and states among them, are refused without echoing them', () => {
  for (const key of ['price', 'total', 'state', 'quote', '__proto__x', '<script>'])
    assert.deepEqual(problemsOf({ [key]: '1' }), {
      '': 'The form holds a field that does not belong to it.',
    });
});

test('a field sent twice is refused where one text is meant', () => {
  for (const field of requestFormFields.filter((name) => name !== 'also'))
    assert.ok(problemsOf({ [field]: ['a', 'b'] })[field], field);
});

test('nothing a stranger sends makes the form throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...requestFormFields), fc.anything(), (field, value) => {
      const result = parse(requestForm, { ...good, [field]: value });
      assert.equal(typeof result.ok, 'boolean');
    }),
    { numRuns: 500 },
  );
});

test('files are judged by content, not by name', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
  const [file] = checkFiles([{ originalname: '../../Nachweis für "uns".pdf', buffer: png }]).files;
  assert.equal(file?.mediaType, 'image/png');
  assert.equal(file?.name, 'Nachweis für uns.png');
  const html = Buffer.from('<script>%PDF-');
  assert.equal(checkFiles([{ originalname: 'a.pdf', buffer: html }]).problems[0]?.field, 'files');
  assert.equal(checkFiles([{ originalname: '', buffer: Buffer.alloc(0) }]).files.length, 0);
  const four = Array.from({ length: 4 }, () => ({ originalname: 'a.png', buffer: png }));
  assert.equal(checkFiles(four).problems[0]?.message, 'Send at most {count} files.');
  assert.equal(checkFiles([{ originalname: '....', buffer: png }]).files[0]?.name, 'file.png');
  assert.equal(uploadProblem('LIMIT_FILE_SIZE').params?.['size'], largestFile / 1_000_000);
});

test('the guest’s small forms', () => {
  assert.equal(parse(verifyForm, { verify: 'x' }).ok, false);
  const key = 'k'.repeat(32);
  assert.deepEqual(parse(replyForm, { messageKey: key, message: ' Yes.\r\n' }), {
    ok: true,
    value: { messageKey: key, message: 'Yes.' },
  });
  assert.equal(parse(replyForm, { messageKey: key, message: 'x'.repeat(2001) }).ok, false);
  const accept = parse(acceptForm, { offerVersion: '2', agreeTerms: 'yes' });
  assert.ok(accept.ok && accept.value.offerVersion === 2);
  assert.equal(parse(acceptForm, { offerVersion: '2', agreeTerms: 'yes', total: '1' }).ok, false);
});

test('marks piled on one letter are cut in every field, so that nobody keeps the server busy with them', () => {
  const pile = `a${'\u0301\u0323'.repeat(500)}`;
  const form = parse(replyForm, { messageKey: 'k'.repeat(32), message: pile });
  assert.ok(form.ok && form.value.message.length <= 301);
});
