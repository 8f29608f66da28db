import { randomBytes } from 'node:crypto';

/** A UUID of version 7 (RFC 9562): sorts by the time it was made, given in milliseconds. */
export function uuidV7(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** 192 random bits, base64url. */
export function randomToken(): string {
  return randomBytes(24).toString('base64url');
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Guards a path parameter before it reaches a uuid column. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}
