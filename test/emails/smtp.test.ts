import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createMailer, messageId, mimeOf, UnsentLetter } from '../../src/emails/smtp.ts';
import type { Mailer, OutgoingLetter } from '../../src/platform/context.ts';
import { startSmtp, type Behaviour, type TestSmtp } from '../support/smtp.ts';

const baseUrl = 'https://rights.example.org';
const impatient = { connectMs: 400, silenceMs: 400, wholeMs: 1500 };
const id = '0197a000-0000-7000-8000-0000000000aa';

const letter: OutgoingLetter = {
  id,
  from: { name: 'The Harbour Gazette', address: 'rights@example.org' },
  to: { name: 'Dana', address: 'dana@example.org' },
  replyTo: { name: 'The Harbour Gazette', address: 'desk@example.org' },
  subject: 'Offer: £140.00 for “فيضان النهر” 🗞️ (RQ-1)',
  text: 'مرحبا\n👩🏽‍💻 “curly” — £140.00\n.\n..dots\n',
  html: '<p dir="rtl">مرحبا 👩🏽‍💻 &amp; £140.00</p>',
};

let smtp: TestSmtp;
let mailer: Mailer;

before(async () => {
  smtp = await startSmtp();
});
after(() => smtp.close());
beforeEach(() => {
  smtp.behave('take');
  smtp.received.length = 0;
  mailer = createMailer({ smtpUrl: smtp.url, baseUrl }, impatient);
});
afterEach(() => mailer.close());

async function failure(send: Promise<void>): Promise<UnsentLetter> {
  const error = await send.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UnsentLetter, `expected an unsent letter, got ${String(error)}`);
  return error;
}

test('a letter arrives with both parts, in Arabic and with emoji, as it was written', async () => {
  await mailer.send(letter);
  const [{ mail, to } = assert.fail('nothing arrived')] = smtp.received;
  assert.deepEqual(to, ['dana@example.org']);
  assert.equal(mail.subject, letter.subject);
  assert.equal(mail.text, letter.text);
  assert.equal(mail.html, letter.html);
  assert.deepEqual(mail.from?.value, [{ ...letter.from }]);
  assert.deepEqual(mail.replyTo?.value, [{ ...letter.replyTo }]);
});

test('a letter says that a machine wrote it, when, and which one it is', async () => {
  await mailer.send(letter);
  const [{ mail } = assert.fail('nothing arrived')] = smtp.received;
  assert.equal(mail.messageId, `<${id}@rights.example.org>`);
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  assert.ok(Math.abs((mail.date?.getTime() ?? 0) - Date.now()) < 60_000);
});

for (const name of [
  'Jane" <evil@evil.example>, "x',
  'x\r\nBcc: evil@evil.example\r\n\r\nbody',
  'group: evil@evil.example;',
  'أمل 🗞️ الصحفية',
  'a, b; c: <d> (e) \\ "',
  '',
]) {
  test(`the name ${JSON.stringify(name)} reaches one recipient and adds no header`, async () => {
    await mailer.send({ ...letter, to: { name, address: 'dana@example.org' } });
    const [{ mail, to, raw } = assert.fail('nothing arrived')] = smtp.received;
    assert.deepEqual(to, ['dana@example.org']);
    assert.deepEqual(
      [mail.to].flat().flatMap((part) => part?.value.map(({ address }) => address)),
      ['dana@example.org'],
    );
    assert.equal(mail.headers.has('bcc'), false);
    assert.doesNotMatch(raw, /^bcc:/im);
    assert.equal(mail.text, letter.text);
  });
}

test('a subject with line ends adds no header', async () => {
  await mailer.send({ ...letter, subject: 'a\r\nBcc: evil@evil.example\r\n\r\nb' });
  const [{ mail, to } = assert.fail('nothing arrived')] = smtp.received;
  assert.deepEqual(to, ['dana@example.org']);
  assert.equal(mail.headers.has('bcc'), false);
  assert.equal(mail.text, letter.text);
});

test('nothing in a letter makes the sender read a file', async () => {
  const html = '<img src="file:///etc/hostname"><p>{"path":"/etc/hostname"}</p>';
  await mailer.send({ ...letter, html });
  const [{ mail } = assert.fail('nothing arrived')] = smtp.received;
  assert.equal(mail.html, html);
  assert.deepEqual(mail.attachments, []);
});

const verdicts: [Behaviour, { permanent: boolean; answered: boolean }][] = [
  ['busy', { permanent: false, answered: false }],
  ['later', { permanent: false, answered: true }],
  ['unknown', { permanent: true, answered: true }],
  ['spam', { permanent: true, answered: true }],
  ['closed', { permanent: false, answered: false }],
  ['hang', { permanent: false, answered: false }],
  ['drop', { permanent: false, answered: false }],
  ['lose-reply', { permanent: false, answered: false }],
];
for (const [behaviour, { permanent, answered }] of verdicts) {
  test(`a server that behaves "${behaviour}" is ${permanent ? 'final' : 'worth another try'}`, async () => {
    smtp.behave(behaviour);
    const error = await failure(mailer.send(letter));
    assert.deepEqual(
      { permanent: error.permanent, answered: error.answered },
      { permanent, answered },
    );
    smtp.behave('take');
    await mailer.send(letter);
    assert.equal(smtp.received.at(-1)?.mail.messageId, messageId(id, baseUrl));
  });
}

test('a wrong password is worth another try: the newsroom can put it right', async () => {
  const wrong = createMailer(
    { smtpUrl: smtp.url.replace('//', '//user:wrong@'), baseUrl },
    impatient,
  );
  const error = await failure(wrong.send(letter));
  wrong.close();
  assert.equal(error.permanent, false);
  assert.match(error.message, /Wrong password/);
});

test('where no server listens the letter is worth another try', async () => {
  const gone = await startSmtp();
  await gone.close();
  const nobody = createMailer({ smtpUrl: gone.url, baseUrl }, impatient);
  const error = await failure(nobody.send(letter));
  nobody.close();
  assert.deepEqual(
    { permanent: error.permanent, answered: error.answered },
    { permanent: false, answered: false },
  );
});

test('a server that never comes to its point is given up on', async () => {
  const endless = createServer((socket) => {
    socket.write('220 hello\r\n');
    const timer = setInterval(() => socket.write('250-one moment\r\n'), 50);
    socket.on('close', () => clearInterval(timer)).on('error', () => {});
  });
  await once(endless.listen(0, '127.0.0.1'), 'listening');
  const { port } = endless.address() as AddressInfo;
  const limits = { ...impatient, wholeMs: 600 };
  const slow = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, baseUrl }, limits);
  const error = await failure(slow.send(letter));
  slow.close();
  endless.close();
  assert.deepEqual(
    { permanent: error.permanent, answered: error.answered },
    { permanent: false, answered: false },
  );
});

test('an address that is none is refused for good before any server is asked', async () => {
  const error = await failure(
    mailer.send({ ...letter, to: { name: 'x', address: 'a b@example.org>\r\nRCPT TO:<c@d.e' } }),
  );
  assert.equal(error.permanent, true);
  assert.equal(smtp.received.length, 0);
});

test('the source of a letter holds its headers and ends its lines as mail does', async () => {
  const source = await mimeOf(letter, baseUrl, new Date('2026-11-24T12:00:00Z'));
  assert.match(
    source,
    /^Message-ID: <0197a000-0000-7000-8000-0000000000aa@rights\.example\.org>\r$/m,
  );
  assert.match(source, /^Date: Tue, 24 Nov 2026 12:00:00 \+0000\r$/m);
  assert.match(source, /^Auto-Submitted: auto-generated\r$/m);
  assert.doesNotMatch(source, /[^\r]\n/);
});
