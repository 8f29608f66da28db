/**
 * What can go wrong between the portal and the API. `drop` cuts the line before the work is
 * done and `drop_after` afterwards; `hang` never answers; `slow` waits `ms`; `status` answers
 * `status` with `body` as it stands; `saved500` keeps a 500 under the idempotency key, and
 * does the work all the same when `effect` is set.
 */
export type Fault = {
  kind: 'drop' | 'drop_after' | 'hang' | 'slow' | 'status' | 'saved500';
  /** Part of the path, for example `/v1/checkout/sessions`; every path when left out. */
  path?: string;
  method?: string;
  /** How many calls it befalls; one when left out. */
  times?: number;
  ms?: number;
  status?: number;
  body?: unknown;
  effect?: boolean;
};

/** Takes the first fault that fits this call off the list, or counts it down. */
export function takeFault(faults: Fault[], method: string, path: string): Fault | undefined {
  const index = faults.findIndex(
    (fault) => (!fault.method || fault.method === method) && path.includes(fault.path ?? ''),
  );
  const fault = faults[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) faults[index] = { ...fault, times: left };
  else faults.splice(index, 1);
  return fault;
}
