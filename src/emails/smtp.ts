import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Config } from '../platform/config.ts';
import type { Mailer, OutgoingLetter } from '../platform/context.ts';

/** How long a server may be silent, and how long one letter may take in all, in milliseconds. */
export interface Patience {
  connectMs: number;
  silenceMs: number;
  wholeMs: number;
}

/** `wholeMs` must stay below the time a letter is claimed for (see rules.ts). */
export const patience: Patience = { connectMs: 10_000, silenceMs: 30_000, wholeMs: 60_000 };

/**
 * Why a letter was not accepted. `permanent`: the server refused this letter for good.
 * `answered`: the server spoke to us at all, so the fault lies with this letter, not with the line.
 */
export class UnsentLetter extends Error {
  readonly permanent: boolean;
  readonly answered: boolean;
  constructor(
    message: string,
    verdict: { permanent: boolean; answered: boolean },
    cause?: unknown,
  ) {
    super(message, { cause });
    this.permanent = verdict.permanent;
    this.answered = verdict.answered;
  }
}

/**
 * The door to the SMTP server of SMTP_URL. Without one it accepts every letter and keeps nothing:
 * the mailbox page shows the letters from the database instead.
 */
export function createMailer(
  config: Pick<Config, 'smtpUrl' | 'baseUrl'>,
  limits: Patience = patience,
): Mailer {
  if (config.smtpUrl === null) return { send: async () => {}, close: () => {} };
  const transport = createTransport({
    pool: true,
    url: config.smtpUrl,
    maxConnections: 3,
    idleTimeout: 20_000,
    // A letter whose connection broke is tried again by its job, counted and in good time, not here and at once.
    maxRequeues: 0,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (letter) => {
      const signal = AbortSignal.timeout(limits.wholeMs);
      try {
        await transport.sendMail({ ...messageOf(letter, config.baseUrl), signal });
      } catch (error) {
        throw unsent(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The letter as it travels: every header and both parts, with CRLF line ends. */
export async function mimeOf(letter: OutgoingLetter, baseUrl: string, date: Date): Promise<string> {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { message } = await transport.sendMail({ ...messageOf(letter, baseUrl), date });
  return String(message);
}

/** All copies of one letter carry the Message-ID of its row, whichever process sends it. */
export function messageId(id: string, baseUrl: string): string {
  return `<${id}@${new URL(baseUrl).hostname}>`;
}

function messageOf(letter: OutgoingLetter, baseUrl: string): SendMailOptions {
  return {
    messageId: messageId(letter.id, baseUrl),
    from: letter.from,
    to: letter.to,
    ...(letter.replyTo === undefined ? {} : { replyTo: letter.replyTo }),
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

// What nodemailer adds to an error: the step, and the server's reply where there was one.
interface SmtpFault {
  code?: unknown;
  responseCode?: unknown;
  permanent?: unknown;
}

/**
 * Only a refusal of this very letter is permanent: a rejected sign-in or a greeting of 554 is a
 * matter of the newsroom's settings or of the server's mood, and the letter can still go later.
 */
function unsent(error: unknown): UnsentLetter {
  const message = error instanceof Error ? error.message : String(error);
  const { code, responseCode, permanent } = (error ?? {}) as SmtpFault;
  const ofLetter = code === 'EENVELOPE' || code === 'EMESSAGE';
  const unaddressable = code === 'EENVELOPE' && responseCode === undefined;
  const refused = unaddressable || (ofLetter && permanent === true);
  const answered = ofLetter && responseCode !== 421;
  return new UnsentLetter(message, { permanent: refused, answered }, error);
}
