import { promiseAge } from '../../requests/rules/clocks.ts';

/** How a promise stands: a colour and an English key with its values. */
export interface PromiseView {
  age: 'late' | 'soon' | 'fine' | 'none';
  text: string;
  params: Record<string, number>;
}

const left = {
  hours: '{count, plural, one {# hour} other {# hours}} left',
  days: '{count, plural, one {# day} other {# days}} left',
};
const late = {
  hours: 'Late by {count, plural, one {# hour} other {# hours}}',
  days: 'Late by {count, plural, one {# day} other {# days}}',
};

/** "3 hours left", "Late by 2 days": hours up to two days, then days. */
export function promiseWords(promisedAt: Date | null, now: Date): PromiseView {
  const { age, hours } = promiseAge(promisedAt, now);
  if (age === 'none') return { age, text: 'No promise yet', params: {} };
  const count = Math.abs(hours);
  if (count === 0)
    return {
      age,
      text: age === 'late' ? 'Late by less than an hour' : 'Less than an hour left',
      params: {},
    };
  const words = age === 'late' ? late : left;
  return count < 48
    ? { age, text: words.hours, params: { count } }
    : { age, text: words.days, params: { count: Math.floor(count / 24) } };
}
