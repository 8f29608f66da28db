import type { JobName } from '../context.ts';

interface Retries {
  retryLimit: number;
  /** Seconds before the second try; doubled for each further one, up to retryDelayMax. */
  retryDelay: number;
  retryBackoff: true;
  retryDelayMax: number;
  /** A job that runs longer is taken for lost. */
  expireInSeconds: number;
}

/** About three hours of tries: an outage of that length heals by itself. */
const patient: Retries = {
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 900,
  expireInSeconds: 900,
};

/** What the clock starts again anyway is not tried for long. */
const byTheClock: Retries = { ...patient, retryLimit: 3, retryDelayMax: 60 };

/** Every queue with its patience; one for each job. */
export const queues: Readonly<Record<JobName, Retries>> = {
  'send-email': patient,
  'run-import': { ...patient, retryLimit: 3, expireInSeconds: 3 * 3600 },
  'work-stripe-event': patient,
  'reconcile-payments': byTheClock,
  'make-refund': patient,
  'order-invoice': patient,
  'make-invoice': patient,
  'credit-invoice': patient,
  'tick-clocks': byTheClock,
  'answer-instantly': patient,
  'maintain-database': { ...byTheClock, expireInSeconds: 3600 },
};

/** A process that says nothing for this long is dead, and its jobs are done by another. */
export const heartbeatSeconds = 30;

/** Where jobs go after the last try, and wait three months for a person to look. */
export const deadLetters = { name: 'dead-letters', retentionSeconds: 90 * 24 * 3600 };

/** How many jobs of a kind one process does at a time; a slow mail server holds up one only. */
export function workersOf(name: JobName): number {
  return name === 'send-email' ? 3 : 1;
}
