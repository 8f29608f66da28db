import type { SeenRequest, SnapshotEvent, World } from './world.ts';

/** Holds what goes over the line against the SDK's types and notes what does not conform. */
export type Inspector = {
  exchange(seen: SeenRequest, answer: unknown): void;
  event(event: SnapshotEvent): void;
};

/** The schemas are loaded only where somebody looks: the demo does without them. */
export async function inspectorOf(world: World): Promise<Inspector> {
  const { violationsOf, violationsOfEvent } = await import('./contract/oracle.ts');
  return {
    exchange({ method, path, params, status }, answer) {
      world.violations.push(
        ...violationsOf({ method, path, params, status: status ?? 500, answer }),
      );
    },
    event(event) {
      world.violations.push(...violationsOfEvent(event));
    },
  };
}
