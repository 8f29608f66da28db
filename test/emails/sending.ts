import type { TestContext } from 'node:test';
import { queueEmail, sendEmail } from '../../src/emails/actions.ts';
import { createMailer } from '../../src/emails/smtp.ts';
import type { LetterKind } from '../../src/emails/rules/letters.ts';
import type { Context } from '../../src/platform/context.ts';
import { testContext, type TestContext as Desk } from '../support/context.ts';
import type { TestSmtp } from '../support/smtp.ts';
import { requestId, samples } from './samples.ts';

/** A context whose letters go to this SMTP server, without patience for a silent one. */
export async function contextWithSmtp(t: TestContext, smtp: TestSmtp): Promise<Desk> {
  const limits = { connectMs: 400, silenceMs: 400, wholeMs: 1500 };
  const baseUrl = 'http://portal.localhost';
  const mailer = createMailer({ smtpUrl: smtp.url, baseUrl }, limits);
  t.after(() => mailer.close());
  return testContext({ config: { smtpUrl: smtp.url }, send: (letter) => mailer.send(letter) });
}

/** Queues the sample letter of a kind to Dana; its id. */
export async function write(ctx: Context, kind: LetterKind = 'request-received'): Promise<string> {
  const letter = {
    kind,
    requestId: kind === 'sign-in' || kind === 'invite' ? null : requestId,
    to: { name: 'Dana', address: 'dana@example.org' },
    data: samples(ctx.links)[kind],
  };
  return ctx.transaction((tx) => queueEmail(tx, letter));
}

/** Works off the jobs that stand in the queue now, not those that they add. */
export async function workOnce({ ctx, queue }: Desk): Promise<void> {
  for (const job of queue.splice(0)) await sendEmail(ctx, job.data as { id: string });
}
