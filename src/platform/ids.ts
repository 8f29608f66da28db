import { randomBytes } from 'node:crypto';

/**
 * A maker of UUIDs of version 7 (RFC 9562). They sort by time and, within one process, by the order in
 * which they were made: the history of one transaction is read back as it was written.
 */
export function uuidMaker(now: () => number): () => string {
  let last = 0;
  let count = 0;
  return () => {
    const time = now();
    if (time > last) {
      last = time;
      count = 0;
    } else count += 1;
    if (count > 0xfff) {
      last += 1;
      count = 0;
    }
    return uuidV7(last, count);
  };
}

function uuidV7(time: number, count: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
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
