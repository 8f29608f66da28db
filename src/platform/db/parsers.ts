/**
 * How PostgreSQL's text form of a type becomes a value, by the oid of the type; the same on both
 * engines. bigint → number (throws where it is not exact), date and numeric → string,
 * timestamptz → Date, bytea → Uint8Array. Arrays of these follow from `arrayOids`.
 */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  17: bytes,
  20: safeInteger,
  1082: asWritten,
  1114: asWritten,
  1184: instant,
  1186: asWritten,
  1700: asWritten,
};

/** oid of the array type → oid of its element. */
export const arrayOids: Readonly<Record<number, number>> = {
  1001: 17,
  1016: 20,
  1182: 1082,
  1115: 1114,
  1185: 1184,
  1187: 1186,
  1231: 1700,
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error(`The database holds ${text}, which is too large for an exact number`);
  return value;
}

function instant(text: string): Date {
  const date = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(date.getTime()))
    throw new Error(`The database holds "${text}", which is no instant`);
  return date;
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

function asWritten(text: string): string {
  return text;
}
