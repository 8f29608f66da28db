import { createHash } from 'node:crypto';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

export type Plain = { status: number; body: unknown; headers?: Record<string, string> };
type Keyed = { method: string; path: string; key: string };

/**
 * Replays the kept answer of a key; keeps a new one, failures of the service and declined cards
 * included, unless the parameters were refused or another call with the key is under way.
 */
export async function performOnce(
  world: World,
  { method, path, key }: Keyed,
  params: unknown,
  perform: () => Promise<Plain>,
): Promise<Plain> {
  if (key.length > 255)
    throw new Refusal(400, 'An idempotency key has at most 255 characters.', { type: mistake });
  const fingerprint = createHash('sha256')
    .update(`${method} ${path} ${JSON.stringify(params)}`)
    .digest('hex');
  const kept = world.records.answers.get(key);
  if (kept && kept.savedAt > world.now() - 24 * 3600) {
    if (kept.fingerprint !== fingerprint) throw mismatch(key);
    return { ...kept, headers: { 'idempotent-replayed': 'true' } };
  }
  if (world.underWay.has(key)) throw inUse(key);
  world.underWay.add(key);
  try {
    const answer = await perform();
    const { status, body } = structuredClone(answer);
    world.records.answers.set(key, { fingerprint, status, body, savedAt: world.now() });
    return answer;
  } finally {
    world.underWay.delete(key);
  }
}

const mistake = 'idempotency_error';

const mismatch = (key: string) =>
  new Refusal(400, `The key ${key} was first used with other parameters or another address.`, {
    type: mistake,
  });

const inUse = (key: string) =>
  new Refusal(409, `Another call with the key ${key} is under way.`, {
    type: mistake,
    code: 'idempotency_key_in_use',
  });
