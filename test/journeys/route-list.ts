import type { Express } from 'express';

export interface Route {
  method: string;
  path: string;
}

interface Layer {
  route?: { path: unknown; stack: readonly { method: string }[] } | undefined;
  handle: unknown;
}

/** Every route with a written path that the site has: what is added later is in it by itself. */
export function routesOf(site: Express): Route[] {
  return below(site.router.stack);
}

function below(stack: readonly Layer[]): Route[] {
  return stack.flatMap(({ route, handle }) => {
    if (route === undefined) return hasStack(handle) ? below(handle.stack) : [];
    const { path } = route;
    if (typeof path !== 'string') return [];
    const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
    return [...methods].map((method) => ({ method, path }));
  });
}

function hasStack(handle: unknown): handle is { stack: Layer[] } {
  return typeof handle === 'function' && 'stack' in handle && Array.isArray(handle.stack);
}

/** A real address of a route, its parameters filled in. */
export function addressOf({ path }: Route, fill: (name: string) => string): string {
  return path.replace(/:(\w+)/g, (_whole, name: string) => fill(name));
}
