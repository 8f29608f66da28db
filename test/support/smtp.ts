import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/**
 * How the server treats the next letters: takes them; answers 421 to the sender, 451 or 550 to the
 * recipient or 554 to the finished letter; greets with 554; refuses the sign-in; never answers; drops the connection before
 * the letter is through; or takes it and drops the connection before saying so.
 */
export type Behaviour =
  'take' | 'busy' | 'later' | 'unknown' | 'spam' | 'closed' | 'hang' | 'drop' | 'lose-reply';

export interface ReceivedLetter {
  /** Every header and both parts, decoded. */
  mail: ParsedMail;
  raw: string;
  to: string[];
}

export interface TestSmtp {
  readonly url: string;
  readonly port: number;
  readonly received: ReceivedLetter[];
  /** How many letters were begun, whatever became of them. */
  readonly attempts: () => number;
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const reply = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

function refusal(behaviour: Behaviour, step: 'connect' | 'from' | 'to'): Error | null {
  if (behaviour === 'closed' && step === 'connect') return reply(554, 'No service here');
  if (behaviour === 'busy' && step === 'from') return reply(421, 'Too busy, try again later');
  if (behaviour === 'later' && step === 'to') return reply(451, 'Greylisted, try again later');
  if (behaviour === 'unknown' && step === 'to') return reply(550, 'No such mailbox');
  return null;
}

interface State {
  behaviour: Behaviour;
  attempts: number;
  received: ReceivedLetter[];
  sockets: Set<Socket>;
}

function dropAll(sockets: Set<Socket>): void {
  for (const socket of sockets) socket.destroy();
}

type OnData = NonNullable<SMTPServerOptions['onData']>;

function takeLetter(state: State): OnData {
  return (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (state.behaviour === 'drop') dropAll(state.sockets);
    });
    stream.on('end', async () => {
      if (state.behaviour === 'spam') return done(reply(554, 'Looks like spam'));
      if (state.behaviour === 'drop') return;
      const raw = Buffer.concat(chunks);
      const to = session.envelope.rcptTo.map(({ address }) => address);
      state.received.push({ mail: await simpleParser(raw), raw: raw.toString('latin1'), to });
      if (state.behaviour === 'lose-reply') dropAll(state.sockets);
      else done();
    });
  };
}

/** A real SMTP server on the loopback; `port` to come back on the address of an earlier one. */
export async function startSmtp(port = 0): Promise<TestSmtp> {
  const state: State = { behaviour: 'take', attempts: 0, received: [], sockets: new Set() };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, done) => done(refusal(state.behaviour, 'connect')),
    onMailFrom: (_address, _session, done) => {
      state.attempts += 1;
      done(refusal(state.behaviour, 'from'));
    },
    onRcptTo: (_address, _session, done) => {
      if (state.behaviour !== 'hang') done(refusal(state.behaviour, 'to'));
    },
    onAuth: (_auth, _session, done) => done(reply(535, 'Wrong password')),
    onData: takeLetter(state),
  });
  // A connection that a test drops is no failure of the server.
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    state.sockets.add(socket);
    socket.on('close', () => state.sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    received: state.received,
    attempts: () => state.attempts,
    behave: (behaviour) => {
      state.behaviour = behaviour;
    },
    close: async () => {
      const closed = once(server.server, 'close');
      dropAll(state.sockets);
      server.close();
      await closed;
    },
  };
}
