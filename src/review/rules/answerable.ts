import type { RequestState } from '../../requests/rules/life.ts';

/** Whether the tariff's answer still counts: its address is confirmed and nothing was offered yet. */
export function isAnswerable(state: RequestState): boolean {
  return state === 'in_review' || state === 'needs_info';
}
