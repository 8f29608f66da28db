import { pino, type Logger } from 'pino';

/** JSON lines on stdout. Headers, bodies and query strings never enter it. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: pino.stdSerializers.err },
  });
}
