import { once } from 'node:events';
import { Pool } from 'pg';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';

/** A worker that drains when told to, and tells what it did and how many statements that took. */
const [, , url = '', concurrency = '16'] = process.argv;
const pool = new Pool({ connectionString: url, max: 4 });
await pool.query('select 1');
let statements = 0;
pool.on('acquire', () => {
  statements += 1;
});
const attendance = createAttendance({
  repository: createPostgresRepository({ pool }),
  notifier: { notify: async () => {} },
  notifications: { concurrency: Number(concurrency) },
});
process.send?.('ready');
await once(process, 'message');
const { delivered } = await attendance.notifications.drain();
process.send?.({ delivered, statements });
await attendance.close();
await pool.end();
process.disconnect();
