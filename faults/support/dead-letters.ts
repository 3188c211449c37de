import type { Attendance } from 'rollbook';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import type { Stage } from './stage.ts';

const atOnce = 1_000;

/** Describes changes that still wait, or whose guardian has no dead letter, where no guardian heard anything. */
export async function breachesOfDeadLetters({ database, telling }: Stage, attendance: Attendance): Promise<string[]> {
  const { jobs, scheduled, ready, leased } = await attendance.notifications.stats();
  const waiting = jobs + scheduled + ready + leased;
  const { rows } = await database.pool.query(
    `select from attendance.records r join attendance.guardians g using (school_id, child_id)
    where r.status is not null and not exists (
      select from attendance.deliveries d
      cross join lateral jsonb_to_recordset(d.changes) as said(child_id text, session text, status text)
      where d.school_id = r.school_id and d.guardian_id = g.id and d.date = r.date and said.session = r.session
        and d.state = 'dead' and said.child_id = r.child_id::text and said.status = r.status
    )`,
  );
  return [
    ...(waiting > 0 ? [`${waiting} deliveries still wait, though every attempt has failed`] : []),
    ...(rows.length > 0 ? [`${rows.length} statuses are not in the dead letters`] : []),
    ...(telling.messages > 0 ? [`${telling.messages} messages were sent by a notifier that is down`] : []),
  ];
}

/**
 * Makes every dead letter due again, until there are none.
 * @returns  The number of dead letters, as the library reports it.
 */
export async function replayDeadLetters({ notifications }: Attendance): Promise<number> {
  let replayed = 0;
  await waitUntil(
    'there are no dead letters',
    async () => {
      const letters = await notifications.deadLetters({ limit: atOnce });
      const answers = await Promise.all(letters.map(({ id }) => notifications.retryDeadLetter(id)));
      replayed += answers.filter((isDueAgain) => isDueAgain).length;
      return letters.length === 0;
    },
    120_000,
  );
  return replayed;
}
