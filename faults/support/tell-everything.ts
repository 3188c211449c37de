import type { Pool } from 'pg';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { isIdle } from '../../test/integration/telling/support/survivor.ts';
import type { Telling } from '../check/telling.ts';
import { recordHostParts } from './recorded-host-parts.ts';

/** Tells guardians everything that still waits, until nothing does. Deliveries that dead workers held are included. */
export async function tellEverything(pool: Pool, telling: Telling): Promise<void> {
  const attendance = createAttendance({
    ...recordHostParts(createPostgresRepository({ pool, timeoutMs: 30_000 }), (notification) =>
      telling.hear(notification),
    ),
    notifications: { concurrency: 64, pollMs: 20 },
  });
  const isToldNow = async () => {
    await attendance.notifications.drain();
    return isIdle(await attendance.notifications.stats());
  };
  await waitUntil('everything is told', isToldNow, 120_000);
  await attendance.close();
}
