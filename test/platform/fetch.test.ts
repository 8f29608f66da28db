import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createFetcher, type FetcherOptions } from '../../src/platform/fetch.ts';
import { isPublicAddress } from '../../src/platform/public-address.ts';

const servers: Server[] = [];
after(() => servers.forEach((server) => server.close().closeAllConnections()));

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const loopback = async (): Promise<{ address: string; family: number }[]> => [
  { address: '127.0.0.1', family: 4 },
];

function fetcher(options: Partial<FetcherOptions> = {}): ReturnType<typeof createFetcher> {
  return createFetcher({
    allowHosts: [],
    userAgent: 'Offprint test',
    resolve: loopback,
    ...options,
  });
}

async function refusal(url: string, options: Partial<FetcherOptions> = {}): Promise<string> {
  const answer = await fetcher(options).get(url);
  return answer.ok ? `fetched ${answer.body.toString('utf8', 0, 40)}` : answer.code;
}

test('addresses of private, local, tunnelled and reserved networks are not public', () => {
  const closed =
    '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 ' +
    '192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 ' +
    ':: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 ' +
    '2002:7f00:1::1 3fff::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 5f00::1 localhost 127.1';
  assert.deepEqual(
    closed.split(' ').filter((address) => isPublicAddress(address)),
    [],
  );
  const open =
    '8.8.8.8 93.184.216.34 172.32.0.1 100.128.0.1 198.20.0.1 2606:2800:220:1::1 2a00:1450:4001::1';
  assert.deepEqual(
    open.split(' ').filter((address) => !isPublicAddress(address)),
    [],
  );
});

test('a name that leads to a private address is refused before a connection is made', async () => {
  let hits = 0;
  const port = await serve((_, response) => response.end(String((hits += 1))));
  assert.equal(await refusal('http://news.example/feed'), 'private_address');
  for (const host of [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    '0',
  ])
    assert.equal(await refusal(`http://${host}/`), 'private_address', host);
  assert.equal(await refusal(`http://127.0.0.1:${port}/`), 'bad_port');
  assert.equal(hits, 0);
});

test('of a name with several addresses only the public ones may be connected to', async () => {
  const resolve = async (): Promise<{ address: string; family: number }[]> => [
    { address: '10.0.0.8', family: 4 },
    { address: 'fd00::8', family: 6 },
  ];
  assert.equal(await refusal('https://inside.example/', { resolve }), 'private_address');
});

test('other schemes, ports, credentials and half addresses are refused', async () => {
  const expected: [string, string][] = [
    ['file:///etc/passwd', 'bad_scheme'],
    ['ftp://news.example/feed', 'bad_scheme'],
    ['gopher://news.example/', 'bad_scheme'],
    ['data:text/xml,<rss/>', 'bad_scheme'],
    ['http://news.example:22/', 'bad_port'],
    ['http://news.example:8080/', 'bad_port'],
    ['http://user:secret@news.example/', 'bad_address'],
    ['news.example/feed', 'bad_address'],
    ['http://', 'bad_address'],
    ['', 'bad_address'],
  ];
  for (const [url, code] of expected) assert.equal(await refusal(url), code, url);
});

test('a host that the settings allow is fetched, with one look-up for one connection', async () => {
  let lookups = 0;
  const agents: (string | undefined)[] = [];
  const port = await serve((request, response) => {
    agents.push(request.headers['user-agent']);
    response.setHeader('content-type', 'application/rss+xml; charset=utf-8');
    response.end('<rss/>');
  });
  const resolve = async (): ReturnType<typeof loopback> => {
    lookups += 1;
    return loopback();
  };
  const answer = await fetcher({ allowHosts: ['Feeds.Example'], resolve }).get(
    `http://feeds.example:${port}/a#b`,
  );
  assert.ok(answer.ok);
  assert.equal(answer.body.toString(), '<rss/>');
  assert.equal(answer.contentType, 'application/rss+xml; charset=utf-8');
  assert.deepEqual(agents, ['Offprint test']);
  assert.equal(lookups, 1);
});

test('a host allowed with a port is allowed on that port alone', async () => {
  const port = await serve((_, response) => response.end('x'));
  const other = await serve((_, response) => response.end('y'));
  const allowHosts = [`127.0.0.1:${port}`];
  assert.equal(await refusal(`http://127.0.0.1:${port}/`, { allowHosts }), 'fetched x');
  assert.equal(await refusal(`http://127.0.0.1:${other}/`, { allowHosts }), 'bad_port');
});

test('every redirect is checked again', async () => {
  let inside = 0;
  const secret = await serve((_, response) => response.end(String((inside += 1))));
  const targets: Record<string, string> = {
    '/port': `http://127.0.0.1:${secret}/`,
    '/private': 'http://169.254.169.254/latest/meta-data/',
    '/scheme': 'file:///etc/passwd',
    '/name': 'http://inside.example/',
    '/relative': 'end',
  };
  const port = await serve((request, response) => {
    const target = targets[request.url ?? ''];
    if (target === undefined) response.end('arrived');
    else response.writeHead(302, { location: target }).end();
  });
  const allowHosts = [`start.example:${port}`];
  const go = (path: string): Promise<string> =>
    refusal(`http://start.example:${port}${path}`, { allowHosts });
  assert.equal(await go('/port'), 'bad_port');
  assert.equal(await go('/private'), 'private_address');
  assert.equal(await go('/scheme'), 'bad_scheme');
  assert.equal(await go('/name'), 'private_address');
  assert.equal(await go('/relative'), 'fetched arrived');
  assert.equal(inside, 0);
});

test('the fifth redirect is followed, the sixth is not', async () => {
  const port = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('arrived');
    else response.writeHead(307, { location: `/${left - 1}` }).end();
  });
  const allowHosts = ['127.0.0.1'];
  assert.equal(await refusal(`http://127.0.0.1:${port}/5`, { allowHosts }), 'fetched arrived');
  assert.equal(await refusal(`http://127.0.0.1:${port}/6`, { allowHosts }), 'too_many_redirects');
});

test('compressed answers are unpacked, and one that unpacks beyond the limit is stopped', async () => {
  const bomb = gzipSync(Buffer.alloc(3_000_000));
  const port = await serve((request, response) => {
    if (request.url === '/gzip')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
    else if (request.url === '/br')
      response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('packed'));
    else if (request.url === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    else if (request.url === '/broken')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all');
    else if (request.url === '/odd')
      response.writeHead(200, { 'content-encoding': 'rot13' }).end('cnpxrq');
    else response.end(Buffer.alloc(1_500_000, 65));
  });
  const options = { allowHosts: ['127.0.0.1'], maxBytes: 1_000_000 };
  const go = (path: string): Promise<string> => refusal(`http://127.0.0.1:${port}${path}`, options);
  assert.equal(await go('/gzip'), 'fetched packed');
  assert.equal(await go('/br'), 'fetched packed');
  assert.ok(bomb.length < 10_000);
  assert.equal(await go('/bomb'), 'too_large');
  assert.equal(await go('/large'), 'too_large');
  assert.equal(await go('/broken'), 'bad_encoding');
  assert.equal(await go('/odd'), 'bad_encoding');
});

test('a body that is announced as too large is not read', async () => {
  const port = await serve((_, response) =>
    response.writeHead(200, { 'content-length': 5_000_000 }).write('x'),
  );
  assert.equal(
    await refusal(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'], maxBytes: 1000 }),
    'too_large',
  );
});

test('a site that drips or never answers is given up after the time limit', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/drip') response.writeHead(200).write('<rss>');
  });
  const options = { allowHosts: ['127.0.0.1'], timeoutMs: 150 };
  assert.equal(await refusal(`http://127.0.0.1:${port}/silent`, options), 'too_slow');
  assert.equal(await refusal(`http://127.0.0.1:${port}/drip`, options), 'too_slow');
});

test('a connection that breaks off in the middle is a refusal, never half a file', async () => {
  const port = await serve((request, response) => {
    response.writeHead(
      200,
      request.url === '/gzip' ? { 'content-encoding': 'gzip' } : { 'content-length': 100 },
    );
    response.write(
      request.url === '/gzip' ? gzipSync('a'.repeat(5000)).subarray(0, 20) : 'half',
      () => response.destroy(),
    );
  });
  const options = { allowHosts: ['127.0.0.1'], timeoutMs: 2000 };
  assert.equal(await refusal(`http://127.0.0.1:${port}/plain`, options), 'unreachable');
  assert.equal(await refusal(`http://127.0.0.1:${port}/gzip`, options), 'unreachable');
});

test('the status of the site is told, with a sentence that names it', async () => {
  const port = await serve((_, response) => response.writeHead(503).end('down'));
  const answer = await fetcher({ allowHosts: ['127.0.0.1'] }).get(`http://127.0.0.1:${port}/`);
  assert.ok(!answer.ok);
  assert.equal(answer.code, 'bad_status');
  assert.deepEqual(answer.params, { status: 503 });
  assert.match(answer.message, /\{status\}/u);
});

test('names that do not exist and sites that do not listen are told apart', async () => {
  const resolve = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  assert.equal(await refusal('http://nowhere.example/', { resolve }), 'unknown_host');
  const port = await serve((_, response) => response.end());
  servers.at(-1)?.close();
  assert.equal(
    await refusal(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] }),
    'unreachable',
  );
});
