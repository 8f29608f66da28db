import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What a secret link opens: the guest's page of a request, its pay page, a licence,
 * or the confirmation of the requester's e-mail address.
 */
export type SecretKind = 'request' | 'pay' | 'licence' | 'verify';

const placeholderShape = /__(request|pay|licence|verify)\.([0-9a-f-]{36})\.([\w-]{16})__/g;

/**
 * Addresses of pages, always from BASE_URL, and the tokens of secret links. A token is
 * HMAC-SHA256(SECRET_KEY, kind and row id) cut to 192 bits: it can be written into every
 * letter again, while the database holds only its hash and letters hold placeholders.
 */
export interface Links {
  readonly baseUrl: string;
  /** Absolute address of a path that begins with a slash. */
  to(path: string): string;
  token(kind: SecretKind, id: string): string;
  hash(token: string): string;
  /** The placeholder to put into a letter where the token will stand. */
  placeholder(kind: SecretKind, id: string): string;
  /** Replaces every placeholder by its token (sending) or by dots (showing to staff). */
  reveal(text: string): string;
  mask(text: string): string;
  sameToken(kind: SecretKind, id: string, token: string): boolean;
}

export function createLinks(baseUrl: string, secretKey: string): Links {
  const base = baseUrl.replace(/\/+$/, '');
  const sign = (text: string, bytes: number): string =>
    createHmac('sha256', secretKey).update(text).digest().subarray(0, bytes).toString('base64url');
  const token = (kind: SecretKind, id: string): string => sign(`${kind}:${id}`, 24);
  // The mark proves that we wrote the placeholder: one that a visitor types into a message opens nothing.
  const mark = (kind: SecretKind, id: string): string => sign(`placeholder:${kind}:${id}`, 12);
  return {
    baseUrl: base,
    to: (path) => `${base}${path}`,
    token,
    hash: (value) => createHash('sha256').update(value).digest('hex'),
    placeholder: (kind, id) => `__${kind}.${id}.${mark(kind, id)}__`,
    reveal: (text) =>
      text.replace(placeholderShape, (whole, kind: SecretKind, id: string, given: string) =>
        given === mark(kind, id) ? token(kind, id) : whole,
      ),
    mask: (text) => text.replace(placeholderShape, '…'),
    sameToken: (kind, id, given) => {
      const expected = Buffer.from(token(kind, id));
      const actual = Buffer.from(given);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}
