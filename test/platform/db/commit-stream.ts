import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../../../src/platform/db/open.ts';

/** A process that commits as fast as it can, saying each number after its commit was answered. */
const [folder = '', from = '0'] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const { db } = await openDatabase({ dataDir: folder, worker: true, log });
await sql`create table if not exists stream (n int primary key, filling text)`.execute(db);
for (let n = Number(from); ; n += 1) {
  await db.transaction().execute(async (tx) => {
    await sql`insert into stream values (${n}, ${'x'.repeat(500)})`.execute(tx);
    await sql`update stream set filling = 'changed' where n = ${n - 1}`.execute(tx);
  });
  process.stdout.write(`${n}\n`);
}
