/** A place between two rows of a list sorted by time and id, newest first. */
export interface Place {
  /** Whether the rows after (older) or before (newer) it are wanted. */
  side: 'older' | 'newer';
  at: Date;
  id: string;
}

const shape = /^([on])(\d{1,15})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/u;

// Later ones are written with a sign and two more digits, which the database does not read.
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

/** A place as it stands in an address. */
export function placeText({ side, at, id }: Place): string {
  return `${side === 'older' ? 'o' : 'n'}${at.getTime()}-${id}`;
}

/** The place of an address, or null if it is none. */
export function placeIn(text: string): Place | null {
  const found = shape.exec(text);
  if (!found) return null;
  const [, side, time, id = ''] = found;
  if (Number(time) > lastInstant) return null;
  return { side: side === 'o' ? 'older' : 'newer', at: new Date(Number(time)), id };
}

export interface Paged<Row> {
  rows: Row[];
  newer: Place | null;
  older: Place | null;
}

/**
 * Cuts one row too many off what was read from a place on, in the order of the list, and says where it goes on at both
 * ends. `read` holds up to `size` + 1 rows, nearest to the place first.
 */
export function pagedRows<Row extends { id: string; sort_at: Date }>(
  read: readonly Row[],
  size: number,
  from: Place | null,
): Paged<Row> {
  const more = read.length > size;
  const near = read.slice(0, size);
  const rows = from?.side === 'newer' ? near.toReversed() : near;
  const [first, last] = [rows[0], rows.at(-1)];
  const hasNewer = from !== null && (from.side === 'older' || more);
  const hasOlder = from?.side === 'newer' || more;
  return {
    rows,
    newer: first && hasNewer ? { side: 'newer', at: first.sort_at, id: first.id } : null,
    older: last && hasOlder ? { side: 'older', at: last.sort_at, id: last.id } : null,
  };
}
