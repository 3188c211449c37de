import { PgBoss } from 'pg-boss';
import { type AttendanceOptions, createAttendance, type DefaultStatus, type Notification, systemClock } from 'rollbook';
import { createPgBossQueue, pgBossQueueOptions, workPgBossQueue } from 'rollbook/pg-boss';
import { createPostgresRepository } from 'rollbook/postgres';
import { createRecordingNotifier, createTestClock } from 'rollbook/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitUntil } from '../support/wait-until.ts';
import { addToldSchool } from '../telling/support/told-school.ts';

type Options = Pick<AttendanceOptions<DefaultStatus, 'day', unknown>, 'clock' | 'notifications'>;

const quarterOfAnHour = 15 * 60_000;
const present = { status: 'present', markedBy: 'teacher' } as const;
/** Tries again at once: the tests' clock stands still, pg-boss's does not. */
const impatient = { policy: pgBossQueueOptions.policy, retryLimit: pgBossQueueOptions.retryLimit, retryDelay: 0 };

describeOnPostgres('with pg-boss', (server) => {
  let database: SchoolDatabase;
  let boss: PgBoss;
  let queueName: string;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    boss = new PgBoss({ connectionString: database.url, supervise: false, schedule: false, max: 4 });
    boss.on('error', () => {});
    await boss.start();
  });
  beforeEach(async ({ task }) => {
    await database.pool.query('truncate attendance.notification_jobs, attendance.deliveries');
    queueName = `queue-${task.id}`;
    await boss.createQueue(queueName, impatient);
  });
  afterEach(async () => {
    await boss.offWork(queueName);
  });
  afterAll(async () => {
    await boss?.stop({ timeout: 5_000 });
    await database?.drop();
  });

  /** A host whose marks are delivered through pg-boss, on a clock that stands still. */
  function createHost(options: Options = {}) {
    const notifier = createRecordingNotifier();
    const clock = createTestClock();
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool: database.pool }),
      queue: createPgBossQueue({ boss, queueName }),
      notifier,
      clock,
      ...options,
    });
    const work = () => workPgBossQueue({ boss, attendance, queueName, options: { pollingIntervalSeconds: 0.5 } });
    return { attendance, notifier, clock, work };
  }

  const markOne = async ({ attendance }: Pick<ReturnType<typeof createHost>, 'attendance'>) => {
    const school = await addToldSchool(database, { children: 1, guardians: 1 });
    await attendance.markAttendance({ schoolId: school.schoolId, childId: school.childIds[0] ?? '', ...present });
    return school;
  };
  const isForgotten = async (schoolId: string) => {
    const { rowCount } = await database.pool.query('select from attendance.notification_jobs where school_id = $1', [
      schoolId,
    ]);
    return rowCount === 0;
  };
  const jobsInBoss = () => boss.findJobs<object>(queueName);

  test('a mark is handed over, worked on, and told', async () => {
    const host = createHost();
    const { schoolId, childIds, guardianIds } = await markOne(host);
    expect(await host.attendance.notifications.drain()).toMatchObject({ queued: 1 });
    await host.work();
    await waitUntil('the job is done', () => isForgotten(schoolId));
    expect(host.notifier.sent.map(({ notification }) => peopleOf(notification))).toEqual([
      { guardian: guardianIds[0], children: childIds },
    ]);
    await waitUntil('pg-boss knows', async () => (await jobsInBoss()).every(({ state }) => state === 'completed'));
    expect(await host.attendance.notifications.stats()).toMatchObject({ jobs: 0, ready: 0, scheduled: 0, leased: 0 });
  });

  test('pg-boss keeps ids only', async () => {
    const host = createHost();
    const { schoolId } = await markOne(host);
    await host.attendance.notifications.drain();
    const [job] = await jobsInBoss();
    expect(job?.data).toEqual({ jobId: job?.singletonKey, schoolId });
  });

  test('a notifier that fails is asked again, with the same key, because pg-boss tries the job again', async () => {
    const host = createHost({ clock: systemClock, notifications: { retry: { baseMs: 1, capMs: 1 } } });
    const { schoolId } = await markOne(host);
    host.notifier.failNext(2);
    await host.attendance.notifications.drain();
    const [job] = await jobsInBoss();
    await host.work();
    await waitUntil('the job is done', () => isForgotten(schoolId));
    expect(host.notifier.sent.map(({ context }) => [context.attempt, context.idempotencyKey])).toEqual([
      [3, `${job?.singletonKey}-1`],
    ]);
  });

  test('a job is not queued twice while it waits, and is handed over again when pg-boss has lost it', async () => {
    const host = createHost();
    const { schoolId } = await markOne(host);
    const { notifications } = host.attendance;
    expect(await notifications.drain()).toMatchObject({ queued: 1 });
    expect(await notifications.drain()).toMatchObject({ queued: 0 });
    host.clock.advance(quarterOfAnHour);
    expect(await notifications.drain()).toMatchObject({ queued: 1 });
    expect(await jobsInBoss()).toHaveLength(1);

    await boss.deleteAllJobs(queueName);
    host.clock.advance(quarterOfAnHour - 1);
    await notifications.drain();
    expect(await jobsInBoss()).toEqual([]);
    host.clock.advance(1);
    await notifications.drain();
    expect(await jobsInBoss()).toHaveLength(1);
    await host.work();
    await waitUntil('the job is done', () => isForgotten(schoolId));
    expect(host.notifier.sent).toHaveLength(1);
  });

  test('a job that pg-boss has given up is handed over again', async () => {
    await boss.updateQueue(queueName, { retryLimit: 0 });
    const host = createHost();
    const { schoolId } = await markOne(host);
    host.notifier.failNext(1);
    await host.attendance.notifications.drain();
    await host.work();
    await waitUntil('pg-boss gives up', async () => (await jobsInBoss()).some(({ state }) => state === 'failed'));
    host.clock.advance(quarterOfAnHour);
    await host.attendance.notifications.drain();
    await waitUntil('the job is done', () => isForgotten(schoolId));
    expect(host.notifier.sent.map(({ context }) => context.attempt)).toEqual([2]);
  });

  test('a job that turns into a dead letter is done with', async () => {
    const host = createHost({ notifications: { retry: { maxAttempts: 1 } } });
    const { schoolId } = await markOne(host);
    host.notifier.failNext(1);
    await host.attendance.notifications.drain();
    await host.work();
    await waitUntil('the job is done', () => isForgotten(schoolId));
    expect(await host.attendance.notifications.deadLetters({ schoolId })).toMatchObject([{ reason: 'failed' }]);
  });

  test('a queue that is not there yet delays the job, and nothing else', async () => {
    await boss.deleteQueue(queueName);
    const host = createHost();
    const { schoolId } = await markOne(host);
    expect(await host.attendance.notifications.drain()).toMatchObject({ queued: 0, failed: 1 });
    await boss.createQueue(queueName, impatient);
    host.clock.advance(60_000);
    expect(await host.attendance.notifications.drain()).toMatchObject({ queued: 1 });
    await host.work();
    await waitUntil('the job is done', () => isForgotten(schoolId));
  });

  test("a job that is not rollbook's fails, and holds up nobody else's", async () => {
    const host = createHost();
    const { schoolId } = await markOne(host);
    await boss.send(queueName, { hello: 'world' }, { priority: 1, retryLimit: 0, singletonKey: 'foreign' });
    await host.attendance.notifications.drain();
    await host.work();
    await waitUntil('the job is done', () => isForgotten(schoolId));
    const foreign = (await jobsInBoss()).find(({ singletonKey }) => singletonKey === 'foreign');
    expect(foreign).toMatchObject({ state: 'failed', output: { code: 'invalid_command' } });
  });
});

function peopleOf({ guardian, changes }: Notification) {
  return { guardian: guardian.id, children: changes.map(({ child }) => child.id) };
}
