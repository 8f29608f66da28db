import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, looksDoublyEncoded } from '../../src/articles/import/decode.ts';

const utf16 = (text: string, bigEndian: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const xml = (encoding: string, text = 'x'): string =>
  `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;

test('a byte order mark wins over every declaration', () => {
  for (const bytes of [
    Buffer.from(`\uFEFF${xml('latin1', 'é')}`),
    utf16(xml('utf-8', 'é'), false, true),
    utf16(xml('utf-8', 'é'), true, true),
  ]) {
    const { text, warnings } = decode(bytes, 'text/xml; charset=koi8-r');
    assert.match(text.replace('\uFEFF', ''), /^<\?xml.*<a>é<\/a>$/u);
    assert.deepEqual(warnings, []);
  }
});

test('UTF-16 without a mark is seen by its zeros', () => {
  assert.equal(decode(utf16('<a>я</a>', false, false)).text, '<a>я</a>');
  assert.equal(decode(utf16('<a>я</a>', true, false)).text, '<a>я</a>');
});

test('the XML declaration, then the charset of the answer', () => {
  const cyrillic = Buffer.concat([
    Buffer.from(xml('windows-1251', '').replace('</a>', '')),
    Buffer.from([0xcf, 0xf0, 0xe8]),
    Buffer.from('</a>'),
  ]);
  assert.match(decode(cyrillic, 'text/xml; charset=iso-8859-1').text, /<a>При<\/a>/u);
  const koi = Buffer.concat([
    Buffer.from('<a>'),
    Buffer.from([0xf0, 0xd2, 0xc9]),
    Buffer.from('</a>'),
  ]);
  assert.equal(decode(koi, 'application/xml; charset="koi8-r"').text, '<a>При</a>');
  const quotes = Buffer.concat([
    Buffer.from(xml('ISO-8859-1', '').replace('</a>', '')),
    Buffer.from([0x93, 0xe9, 0x94]),
    Buffer.from('</a>'),
  ]);
  assert.match(
    decode(quotes).text,
    /<a>“é”<\/a>/u,
    'what calls itself Latin-1 is windows-1252 on the web',
  );
});

test('a declaration that cannot be right is passed over with a warning', () => {
  const bogus = decode(Buffer.from(xml('bogus', 'é')));
  assert.match(bogus.text, /é/u);
  assert.deepEqual(
    bogus.warnings.map(({ params }) => params['encoding']),
    ['bogus'],
  );
  assert.match(decode(Buffer.from(xml('utf-16', 'é'))).text, /é/u);
  const wrong = decode(Buffer.from(xml('gb2312', 'é — 中文')));
  assert.match(wrong.text, /é — 中文/u);
  assert.equal(wrong.warnings.length, 1);
});

test('without a true declaration the encoding is guessed, and said so', () => {
  const text =
    'Городской совет собрался в понедельник вечером, чтобы решить судьбу старого моста через реку. '.repeat(
      3,
    );
  const koi8 = Buffer.from(
    Array.from(text).map((letter) =>
      letter.charCodeAt(0) < 128 ? letter.charCodeAt(0) : koiByte(letter),
    ),
  );
  const { text: read, encoding, warnings } = decode(koi8);
  assert.equal(encoding, 'koi8-r');
  assert.equal(read, text);
  assert.equal(warnings.length, 1);
});

function koiByte(letter: string): number {
  const decoder = new TextDecoder('koi8-r');
  for (let byte = 128; byte < 256; byte += 1)
    if (decoder.decode(new Uint8Array([byte])) === letter) return byte;
  throw new Error(`no byte for ${letter}`);
}

test('any bytes at all become some text', () => {
  for (const bytes of [
    [],
    [0],
    [0xff],
    [0xff, 0xfe],
    [0xfe, 0xff, 0x00],
    [0xc3, 0x28, 0xa0, 0xa1],
    [0x81, 0x8d, 0x8f],
  ])
    assert.equal(typeof decode(new Uint8Array(bytes)).text, 'string');
});

test('doubly encoded letters are noticed from a handful on', () => {
  assert.equal(looksDoublyEncoded('ActualitÃ©s KÃ¶lner dâ€™Ã©tÃ© Ã  la franÃ§aise'), true);
  assert.equal(looksDoublyEncoded('São Paulo, Ã, Â and one Ã© alone'), false);
});
