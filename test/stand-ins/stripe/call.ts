import type { World } from './world.ts';

/** One call of the API as a resource sees it; `id` is the part of the path in `:id`. */
export type Call = { world: World; id: string; params: unknown };
export type Answer = { object: string };
export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path after `/v1`, with `:id` where the id stands. */
  path: string;
  answer: (call: Call) => Answer;
};

/** Finds the route of a path; paths are few, so they are simply tried in order. */
export function matchRoute(routes: Route[], method: string, path: string) {
  for (const route of routes) {
    const pattern = `^/v1${route.path.replace(':id', '([^/]+)')}$`;
    const match = new RegExp(pattern).exec(path);
    if (route.method === method && match) return { route, id: match[1] ?? '' };
  }
  return undefined;
}
