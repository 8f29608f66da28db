import { bad, missing } from './refusal.ts';
import { integer, list, object, text, type Check } from './shape.ts';

const seconds = integer(0, 99_999_999_999);
const range = object({ gt: seconds, gte: seconds, lt: seconds, lte: seconds });

const created: Check<Range> = (value, at) => {
  if (typeof value !== 'string') return range(value, at);
  const exact = seconds(value, at);
  return { gte: exact, lte: exact };
};
type Range = { gt?: number; gte?: number; lt?: number; lte?: number };

/** The parameters that every list of the API takes. */
export const paging = {
  limit: integer(1, 100),
  starting_after: text(255),
  ending_before: text(255),
  expand: list(text(200)),
};
export const pagingAndTime = { ...paging, created };

type Paging = {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: Range;
};

/** A page of a list, newest first. `all` is in order of creation, as the maps of the world are. */
export function pageOf<T extends { id: string; created?: number }>(
  all: Iterable<T>,
  paging: Paging,
  url: string,
) {
  const { limit = 10, starting_after: after, ending_before: before } = paging;
  if (after && before)
    throw bad('Only one of starting_after and ending_before is allowed.', 'parameters_exclusive');
  const rows = [...all].filter((row) => inRange(row.created ?? 0, paging.created)).toReversed();
  const place = (id: string, param: string) => {
    const index = rows.findIndex((row) => row.id === id);
    if (index < 0) throw missing('object', id, param);
    return index;
  };
  if (before) {
    const end = place(before, 'ending_before');
    const start = Math.max(0, end - limit);
    return listOf(rows.slice(start, end), url, start > 0);
  }
  const start = after ? place(after, 'starting_after') + 1 : 0;
  return listOf(rows.slice(start, start + limit), url, start + limit < rows.length);
}

export const listOf = <T>(data: T[], url: string, hasMore = false) => ({
  object: 'list' as const,
  url,
  has_more: hasMore,
  data,
});

function inRange(moment: number, { gt, gte, lt, lte }: Range = {}) {
  return (
    (gt === undefined || moment > gt) &&
    (gte === undefined || moment >= gte) &&
    (lt === undefined || moment < lt) &&
    (lte === undefined || moment <= lte)
  );
}
