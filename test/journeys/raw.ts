import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

/** A request as it stands: nothing about it is tidied, no redirect is followed. */
export interface Raw {
  method?: string;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Sends what no browser and no tidy client would send. */
export function send(base: string, raw: Raw): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  const { method = 'GET', path, body } = raw;
  const headers = {
    accept: 'text/html',
    ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...raw.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    sent.setTimeout(20_000, () => sent.destroy(new Error(`${method} ${path} was not answered`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
