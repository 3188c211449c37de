import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { school, withDatabase } from './database.ts';
import { startWeb } from './web.ts';
import { runWorker } from './worker.ts';

// `node main.ts` plays both roles, on a Postgres of its own: this process is the web process, its child the worker.
// `DATABASE_URL=… node main.ts worker` is the worker alone.

type Web = Awaited<ReturnType<typeof startWeb>>;

async function playMorning(databaseUrl: string): Promise<void> {
  const web = await startWeb(databaseUrl);
  const worker = startWorker(databaseUrl);
  const teacher = { schoolId: school.schoolId, markedBy: 'ibu-sari' };
  const { tally } = await web.attendance.markBulkAttendance({
    ...teacher,
    childIds: school.childIds,
    status: 'present',
  });
  console.log(`web     marked ${tally.recorded} children present; nobody waited for a message`);
  await untilTold(web, worker);

  const { outcome } = await web.attendance.markAttendance({ ...teacher, childId: 'dimas', status: 'sick' });
  console.log(`web     ${outcome} Dimas: sick`);
  await untilTold(web, worker);

  worker.kill('SIGTERM');
  await once(worker, 'exit');
  await web.stop();
}

function startWorker(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), 'worker'], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: 'inherit',
  });
}

/** Waits until every job is delivered. */
async function untilTold({ attendance }: Web, worker: ChildProcess): Promise<void> {
  while (worker.exitCode === null) {
    const { jobs, scheduled, ready, leased } = await attendance.notifications.stats();
    if (jobs + scheduled + ready + leased === 0) return;
    await delay(50);
  }
  throw new Error(`the worker ended with ${worker.exitCode}`);
}

const [role] = process.argv.slice(2);
if (role === 'worker') await runWorker(process.env['DATABASE_URL'] ?? '');
else await withDatabase(playMorning);
