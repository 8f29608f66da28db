import { promiseAge } from '../../requests/rules/clocks.ts';

/** How a promise stands: a colour and an English key with its values. */
export interface PromiseView {
  age: 'late' | 'soon' | 'fine' | 'none';
  text: string;
  params: Record<string, number>;
}

/** "3 hours left", "Late by 2 days": hours up to two days, then days. */
export function promiseWords(promisedAt: Date | null, now: Date): PromiseView {
  const { age, hours } = promiseAge(promisedAt, now);
  if (age === 'none') return { age, text: 'No promise yet', params: {} };
  const count = Math.abs(hours);
  const inDays = count >= 48;
  const params = { count: inDays ? Math.floor(count / 24) : count };
  const unit = inDays ? 'day' : 'hour';
  const words = `{count, plural, one {# ${unit}} other {# ${unit}s}}`;
  if (age !== 'late') return { age, text: `${words} left`, params };
  return count === 0
    ? { age, text: 'Late by less than an hour', params: {} }
    : { age, text: `Late by ${words}`, params };
}
