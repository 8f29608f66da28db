/** Which letters a list shows: all of them, those that wait after a failed try, or those refused for good. */
export type LetterFilter = 'all' | 'waiting' | 'failed';

/** One page of a list of letters: its rows and the addresses of the first page and of the next older one. */
export interface ListPage<Row> {
  rows: Row[];
  newer: string | null;
  older: string | null;
}

interface Paging {
  size: number;
  /** Where this page began, null on the first. */
  after: string | null;
  /** The address of the first page, with its filter if it has one. */
  address: string;
}

/** Cuts one row more than a page holds into a page; that row's presence says that older ones follow. */
export function listPage<Row extends { id: string }>(found: Row[], paging: Paging): ListPage<Row> {
  const rows = found.slice(0, paging.size);
  const last = rows.at(-1);
  const more = found.length > paging.size && last !== undefined;
  const mark = paging.address.includes('?') ? '&' : '?';
  return {
    rows,
    newer: paging.after === null ? null : paging.address,
    older: more ? `${paging.address}${mark}after=${last.id}` : null,
  };
}
