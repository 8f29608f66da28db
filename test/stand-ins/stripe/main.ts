import { parseArgs } from 'node:util';
import { startStripeStandIn, type StandInOptions } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'webhook-url': { type: 'string' },
    'webhook-secret': { type: 'string' },
    state: { type: 'string' },
    'debit-seconds': { type: 'string', default: '5' },
    'retry-ms': { type: 'string', default: '1000' },
  },
});

const options: StandInOptions = {
  port: Number(values.port),
  debitSeconds: Number(values['debit-seconds']),
  retryMs: Number(values['retry-ms']),
  ...(values['webhook-url'] && { webhookUrl: values['webhook-url'] }),
  ...(values['webhook-secret'] && { webhookSecret: values['webhook-secret'] }),
  ...(values.state && { stateFile: values.state }),
};

const standIn = await startStripeStandIn(options);
process.stdout.write(`${JSON.stringify({ port: standIn.port })}\n`);

const stop = () => {
  void standIn.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
