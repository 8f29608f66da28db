import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { readCapped } from './fetch-body.ts';
import { FetchFault, refusalOf, type FetchRefusal } from './fetch-refusals.ts';
import { isPublicAddress } from './public-address.ts';

export type { FetchRefusal } from './fetch-refusals.ts';

export interface Fetched {
  ok: true;
  /** The address after all redirects. */
  url: string;
  contentType: string;
  body: Buffer;
}

/** The one door for outgoing fetches: never rejects, a refusal says why in a sentence. */
export interface Fetcher {
  get(url: string, options?: { accept?: string }): Promise<Fetched | FetchRefusal>;
}

export interface FetcherOptions {
  /** Hosts (`host` or `host:port`) reached in spite of a private address or another port. */
  allowHosts: readonly string[];
  userAgent: string;
  /** Bytes after decompression, 20 MB unless said otherwise. */
  maxBytes?: number;
  /** For everything together: names, redirects, body; 20 s unless said otherwise. */
  timeoutMs?: number;
  maxRedirects?: number;
  /** How names become addresses; the system's resolver unless said otherwise. */
  resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
}

type Limits = Required<FetcherOptions>;

/** A fetcher that connects only to public addresses, on ports 80 and 443, over http and https. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const limits: Limits = {
    maxBytes: 20 * 1024 * 1024,
    timeoutMs: 20_000,
    maxRedirects: 5,
    resolve: resolveBySystem,
    ...options,
    allowHosts: options.allowHosts.map((host) => host.toLowerCase().replace(/\.$/u, '')),
  };
  return {
    async get(address, { accept = '*/*' } = {}) {
      const signal = AbortSignal.timeout(limits.timeoutMs);
      try {
        return await follow(address, { accept, 'user-agent': limits.userAgent }, limits, signal);
      } catch (error) {
        return refusalOf(error, signal, limits);
      }
    },
  };
}

async function follow(
  address: string,
  headers: Record<string, string>,
  limits: Limits,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = checkedUrl(address, undefined, limits);
  for (let redirects = 0; ; redirects += 1) {
    const response = await open(url, headers, limits, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status === 200) {
      const body = await readCapped(response, limits.maxBytes, signal);
      return { ok: true, url: url.href, contentType: response.headers['content-type'] ?? '', body };
    }
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
      throw new FetchFault('bad_status', { status });
    if (redirects === limits.maxRedirects) throw new FetchFault('too_many_redirects');
    url = checkedUrl(location, url, limits);
  }
}

function checkedUrl(address: string, base: URL | undefined, limits: Limits): URL {
  const url = URL.parse(address, base?.href);
  if (!url) throw new FetchFault('bad_address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new FetchFault('bad_scheme');
  if (url.username !== '' || url.password !== '') throw new FetchFault('bad_address');
  if (isAllowed(url, limits)) return url;
  if (url.port !== '' && url.port !== '80' && url.port !== '443') throw new FetchFault('bad_port');
  // Node asks no lookup for a literal address, so it is judged here.
  const literal = url.hostname.replace(/^\[|\]$/gu, '');
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw new FetchFault('private_address');
  return url;
}

function isAllowed(url: URL, limits: Limits): boolean {
  const host = url.hostname.replace(/\.$/u, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return limits.allowHosts.includes(host) || limits.allowHosts.includes(`${host}:${port}`);
}

function open(
  url: URL,
  headers: Record<string, string>,
  limits: Limits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const options: RequestOptions = {
    // A connection of its own: a pooled one was checked for another name at another time.
    agent: false,
    headers: { ...headers, 'accept-encoding': 'gzip, deflate, br' },
    lookup: isAllowed(url, limits)
      ? lookupOf(limits, () => true)
      : lookupOf(limits, isPublicAddress),
    signal,
  };
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end();
  });
}

/** The address that was judged is the one that is connected to: the name is not looked up again. */
function lookupOf(limits: Limits, mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    limits.resolve(hostname).then(
      (found) => {
        const usable = found.filter(
          ({ address, family }) => mayConnect(address) && wanted(family, options),
        );
        const [first] = usable;
        if (first === undefined)
          done(new FetchFault(found.length ? 'private_address' : 'unknown_host'), []);
        else if (options.all) done(null, usable);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, []),
    );
  };
}

function wanted(family: number, options: LookupOptions): boolean {
  return options.family !== 4 && options.family !== 6 ? true : options.family === family;
}

function resolveBySystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
  });
}
