import { once } from 'node:events';
import { Pool } from 'pg';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';

/**
 * A worker that starts at the first message of its parent and stops at the second. At the end, the worker sends how
 * many deliveries and statements it made.
 */
const [, , url = '', concurrency = '16'] = process.argv;
const pool = new Pool({ connectionString: url, max: 4 });
await pool.query('select 1');
let statements = 0;
pool.on('acquire', () => {
  statements += 1;
});
let delivered = 0;
const attendance = createAttendance({
  repository: createPostgresRepository({ pool }),
  notifier: { notify: async () => {} },
  notifications: { concurrency: Number(concurrency) },
});
attendance.events.on('notification.delivered', () => {
  delivered += 1;
});
process.send?.('ready');
await once(process, 'message');
await attendance.notifications.start();
await once(process, 'message');
await attendance.close();
process.send?.({ delivered, statements });
await pool.end();
process.disconnect();
