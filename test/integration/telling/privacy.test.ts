import { inspect } from 'node:util';
import { type AttendanceEventName, createAttendance, NotifierError } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { addToldSchool } from './support/told-school.ts';

const secrets = [
  'TK Rahasia',
  'Siti Rahmawati',
  'Ibu Wulandari',
  'wulandari@example.com',
  'a seizure',
  'family matter',
];
const [school, child, guardian, contact, note, reason] = secrets;

const eventNames: readonly AttendanceEventName[] = [
  'attendance.marked',
  'attendance.bulkMarked',
  'notification.delivered',
  'notification.failed',
  'notification.dead',
];

describeOnPostgres('names, contacts and notes of those who are told', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test('stand in messages only: in no job, delivery, dead letter, error, log or event', async () => {
    const { pool } = database;
    const { schoolId, childIds } = await addToldSchool(database, { children: 3, guardians: 1 });
    await pool.query('update attendance.schools set name = $1', [school]);
    await pool.query('update attendance.children set name = $1', [child]);
    await pool.query('update attendance.guardians set name = $1, contact = $2', [
      guardian,
      JSON.stringify({ email: contact }),
    ]);
    const seen: unknown[] = [];
    const messages: unknown[] = [];
    const fails = [
      () => Promise.reject(new NotifierError(`${guardian} cannot be reached at ${contact}`, { permanent: true })),
      () => Promise.reject(Object.assign(new Error(`${contact} refused ${note}`), { guardian })),
      async () => {},
    ];
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool }),
      logger: { warn: (...words) => seen.push(words) },
      // What failed is not to be due again within this test.
      notifications: { retry: { baseMs: 3_600_000 } },
      notifier: {
        notify: async (notification) => {
          messages.push(notification);
          await fails[messages.length % fails.length]?.();
        },
      },
    });
    for (const name of eventNames) {
      attendance.events.on(name, (event) => {
        seen.push(event);
        throw new Error(`${guardian} at ${contact}`);
      });
    }
    const details = { status: 'sick', markedBy: 'teacher', note, reason } as const;

    await attendance.markBulkAttendance({ schoolId, childIds: childIds.slice(1), ...details });
    const jobs = await pool.query<{ id: string }>('select * from attendance.notification_jobs');
    await attendance.markAttendance({ childId: childIds[0] ?? '', ...details });
    seen.push(jobs.rows, await rejectionOf(attendance.notifications.process(jobs.rows[0]?.id ?? '')));
    await attendance.notifications.drain();
    const { notifications } = attendance;
    seen.push(await notifications.deadLetters(), await notifications.stats(), await attendance.health());
    seen.push((await pool.query('select * from attendance.deliveries')).rows);
    seen.push((await pool.query('select * from attendance.notification_jobs')).rows);
    await attendance.close();

    expect(messages).toHaveLength(3);
    for (const secret of [school, child, guardian, contact]) expect(inspect(messages, { depth: 9 })).toContain(secret);
    const everything = inspect(seen, { depth: 12, maxArrayLength: null, maxStringLength: null, showHidden: true });
    expect(everything).toContain('notification.delivered');
    expect(everything).toContain(childIds[0]);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });
});
