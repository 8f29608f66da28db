import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { createFetcher } from '../../src/platform/fetch.ts';
import { articleUrl } from '../../src/values/url.ts';
import { dataFile } from './data.ts';

interface Corpus {
  sets: { name: string; items: unknown[] }[];
}

const corpus = JSON.parse(dataFile('strings', 'attack-corpus.json').toString()) as Corpus;
const hostile =
  corpus.sets
    .find(({ name }) => name === 'url')
    ?.items.filter((item) => typeof item === 'string') ?? [];

let hits = 0;
const server = createServer((_, response) => response.end(String((hits += 1))));
after(() => server.close().closeAllConnections());

test('no hostile address reaches a listener on this machine', async () => {
  assert.ok(hostile.length > 20);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? String(bound.port) : '';
  // Names resolve here as a hostile name server would have it: to this machine.
  const resolve = async (): Promise<{ address: string; family: number }[]> => [
    { address: '127.0.0.1', family: 4 },
  ];
  const fetcher = createFetcher({
    allowHosts: [],
    userAgent: 'Offprint test',
    timeoutMs: 2000,
    resolve,
  });
  for (const item of hostile) {
    const address = item.replaceAll('{PORT}', port).replaceAll('{HOST}', 'portal.example.org');
    const answer = await fetcher.get(address);
    assert.equal(answer.ok, false, address);
  }
  assert.equal(hits, 0);
});

test('no hostile address becomes the address of an article with another scheme', () => {
  for (const item of hostile) {
    const address = articleUrl(item.replaceAll('{PORT}', '80'), 'https://news.example.org/feed');
    if (address !== null) assert.match(address, /^https?:\/\//u);
  }
});
