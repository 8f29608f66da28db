import { Refusal } from './refusal.ts';

/**
 * Answers a call that names no API version. The real API then takes the version of the account, of
 * which nothing is known here: names that the pinned version does not have are passed over.
 */
export function withoutUnknown<T>(params: unknown, answer: (params: unknown) => T): T {
  const left: unknown = structuredClone(params);
  for (;;)
    try {
      return answer(left);
    } catch (error) {
      if (!(error instanceof Refusal) || !passedOver.has(error.details.code ?? '')) throw error;
      if (!remove(left, (error.details.param ?? '').split(/[[\]]+/).filter(Boolean))) throw error;
    }
}

const passedOver = new Set(['parameter_unknown', 'stand_in_not_emulated']);

function remove(holder: unknown, [name, ...rest]: string[]): boolean {
  if (typeof holder !== 'object' || holder === null || name === undefined) return false;
  if (rest.length > 0) return remove(Reflect.get(holder, name), rest);
  return Object.hasOwn(holder, name) && Reflect.deleteProperty(holder, name);
}
