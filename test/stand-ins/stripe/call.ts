import type { World } from './world.ts';

/** One call of the API as a resource sees it; `id` and `other` are the parts of the path in their places. */
export type Call = { world: World; id: string; other: string; params: unknown };
export type Answer = { object: string };
export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path after `/v1`, with `:id` and `:other` where ids stand; or one of `/v2` in full. */
  path: string;
  answer: (call: Call) => Answer;
};

/** Finds the route of a path; paths are few, so they are simply tried in order. */
export function matchRoute(routes: Route[], method: string, path: string) {
  for (const route of routes) {
    if (route.method !== method) continue;
    const whole = route.path.startsWith('/v2/') ? route.path : `/v1${route.path}`;
    const match = new RegExp(`^${whole.replaceAll(/:\w+/g, '([^/]+)')}$`).exec(path);
    if (match) return { route, id: match[1] ?? '', other: match[2] ?? '' };
  }
  return undefined;
}
