import type { Call, Route } from '../call.ts';
import { pageOf, pagingAndTime } from '../lists.ts';
import { missing } from '../refusal.ts';
import { expandOnly, object, type Check } from '../shape.ts';
import { idOf, type Objects } from '../world.ts';

type Listing = {
  path: string;
  kind: keyof Objects;
  noun: string;
  /** Parameters of the list; each keeps the objects whose field of that name has its value. */
  filters?: Record<string, Check<unknown>>;
  /** For a parameter that is more than a field. */
  keeps?: (found: object, name: string, wanted: unknown) => boolean;
};

/** How a resource is read: one by its id, and many, newest first. */
export const readRoutes = (listing: Listing): Route[] => [
  { method: 'GET', path: listing.path, answer: pages(listing) },
  { method: 'GET', path: `${listing.path}/:id`, answer: retrieval(listing) },
];

function retrieval({ kind, noun }: Listing) {
  return ({ world, id, params }: Call) => {
    expandOnly(params, '');
    const found = world.records[kind].get(id);
    if (!found) throw missing(noun, id);
    return found;
  };
}

function pages({ path, kind, filters = {}, keeps = hasField }: Listing) {
  const check = object({ ...pagingAndTime, ...filters });
  return ({ world, params }: Call) => {
    const asked: Record<string, unknown> = check(params, '');
    const wanted = Object.entries(asked).filter(([name]) => Object.hasOwn(filters, name));
    const found = [...world.records[kind].values()].filter((each) =>
      wanted.every(([name, value]) => keeps(each, name, value)),
    );
    return pageOf(found, asked, `/v1${path}`);
  };
}

function hasField(found: object, name: string, wanted: unknown) {
  const value: unknown = Reflect.get(found, name);
  return value === wanted || (isReference(value) && idOf(value) === wanted);
}

const isReference = (value: unknown): value is { id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
