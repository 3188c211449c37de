import { expectEqual, expectFields } from '../../kit/expectations.js';
import { childIdsOf, outcomesOf } from '../world/columns-of.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { effectsOf, readStore, sortBy } from '../world/store-snapshot.js';

const jobIds = [
  '3f0c6a52-0000-4000-8000-000000000001',
  '3f0c6a52-0000-4000-8000-000000000002',
  '3f0c6a52-0000-4000-8000-000000000003',
];

/** Jobs that marks write so that guardians are told. */
export const notificationJobs: ContractTopic = {
  name: 'notification jobs',
  tests: {
    'are one a school, of the children whose status changed': async ({
      probe,
      repository,
      schools,
      children,
      clock,
      mark,
    }) => {
      const { sekar, bagas, nayla, intan, laras, wayan, amira } = children;
      await mark(bagas, 'present', { occurredAt: at('08:00') });
      await mark(nayla, 'sick', { occurredAt: at('08:00') });
      await mark(intan, 'late', { occurredAt: at('09:00') });
      const before = await probe.notificationJobs();
      clock.advance(60_000);
      const marks = [sekar, bagas, wayan, nayla, intan, laras, amira].map((child) =>
        markOf(child, 'present', { occurredAt: at('08:30') }),
      );

      await repository.recordMarks(requestOf(marks, { jobIds, now: clock.now() }));

      const { notificationJobs } = await readStore(probe);
      const jobs = notificationJobs.filter(({ id }) => !before.some((job) => job.id === id));
      const place = { date: today, session: 'am' };
      const createdAt = clock.now();
      const changed = sortBy([sekar, nayla], ({ id }) => id).map(({ id }) => ({ childId: id, ...place }));
      expectEqual('the jobs', jobs, [
        { id: jobIds[0], schoolId: schools.jakarta.id, today, createdAt, changes: changed },
        { id: jobIds[1], schoolId: schools.makassar.id, today, createdAt, changes: [{ childId: wayan.id, ...place }] },
      ]);
    },

    'are one for a bulk': async ({ probe, schools, children, attendance }) => {
      await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [children.sekar.id, children.bagas.id, children.laras.id],
        status: 'present',
        markedBy: 'teacher-1',
      });

      const { notificationJobs } = await readStore(probe);
      const changedIds = notificationJobs.map(({ changes }) => childIdsOf(changes));
      expectEqual('the children', changedIds, [[children.sekar.id, children.bagas.id].sort()]);
    },

    'tell of a mark, a correction and a clear': async ({ probe, children, mark, clear }) => {
      const marked = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:00'), session: 'pm' }),
      );
      const corrected = await effectsOf(probe, () =>
        mark(children.sekar, 'late', { occurredAt: at('08:10'), session: 'pm' }),
      );
      const cleared = await effectsOf(probe, () => clear(children.sekar, { occurredAt: at('08:20'), session: 'pm' }));

      expectEqual(
        'the jobs',
        [marked, corrected, cleared].map(({ effects }) => effects.jobs),
        [1, 1, 1],
      );
      const changes = (await probe.notificationJobs()).flatMap((job) => job.changes);
      const change = { childId: children.sekar.id, date: today, session: 'pm' };
      expectEqual('the changes', changes, [change, change, change]);
    },

    'hold ids only: no name, reason or note': async ({ probe, schools, children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'measles', note: 'told nobody' });

      const text = JSON.stringify((await probe.notificationJobs()).map(({ row }) => row));
      const secrets = ['Sekar', schools.jakarta.name, 'measles', 'told nobody', 'example.org'];
      expectEqual(
        'what the job gives away',
        secrets.filter((secret) => text.includes(secret)),
        [],
      );
      expectEqual('whether the row was read at all', text.includes(children.sekar.id), true);
    },

    "are of the school's current day, and of days before that may be corrected": async ({
      probe,
      repository,
      children,
      clock,
    }) => {
      clock.set('2026-03-02T23:30:00+07:00');
      const marks = [
        markOf(children.sekar, 'present', { date: yesterday }),
        markOf(children.intan, 'present', { date: '2026-02-28' }),
        markOf(children.bagas, 'present', { date: today }),
        markOf(children.wayan, 'present', { date: today }),
        markOf(children.ketut, 'present', { date: '2026-03-03' }),
      ];
      const results = await repository.recordMarks(requestOf(marks, { jobIds, now: clock.now(), correctDays: 1 }));

      expectEqual('the outcomes', outcomesOf(results), ['recorded', 'recorded', 'recorded', 'recorded', 'recorded']);
      const jobs = sortBy(await probe.notificationJobs(), (job) => job.today);
      const changes = jobs.map((job) => ({ today: job.today, of: sortBy(job.changes, ({ childId }) => childId) }));
      const session = 'am';
      expectEqual('the changes', changes, [
        {
          today,
          of: sortBy(
            [
              { childId: children.sekar.id, date: yesterday, session },
              { childId: children.bagas.id, date: today, session },
            ],
            ({ childId }) => childId,
          ),
        },
        {
          today: '2026-03-03',
          of: sortBy(
            [
              { childId: children.wayan.id, date: today, session },
              { childId: children.ketut.id, date: '2026-03-03', session },
            ],
            ({ childId }) => childId,
          ),
        },
      ]);
    },

    "are of the school's current day only where nothing of days before is corrected": async ({
      probe,
      repository,
      children,
      clock,
    }) => {
      const marks = [
        markOf(children.sekar, 'present', { date: yesterday }),
        markOf(children.bagas, 'present', { date: today }),
      ];
      await repository.recordMarks(requestOf(marks, { jobIds, now: clock.now(), correctDays: 0 }));
      const changes = (await probe.notificationJobs()).flatMap((job) => job.changes);
      expectEqual('the changes', changes, [{ childId: children.bagas.id, date: today, session: 'am' }]);
    },

    'are none of a day that is no longer corrected': async ({ probe, children, attendanceWith }) => {
      const { markAttendance } = attendanceWith({ notifications: { outbox: true, correctDays: 2 } });
      const mark = (date: string) =>
        markAttendance({
          schoolId: children.sekar.schoolId,
          childId: children.sekar.id,
          status: 'absent',
          markedBy: 'teacher-1',
          date,
        });
      await mark('2026-02-27');
      expectEqual('of three days ago', (await probe.notificationJobs()).length, 0);
      await mark('2026-02-28');
      expectEqual('of two days ago', (await probe.notificationJobs()).length, 1);
    },

    'are none without an outbox': async ({ probe, schools, children, attendanceWith }) => {
      const { markAttendance, markBulkAttendance, clearAttendance } = attendanceWith({
        notifications: { outbox: false },
      });
      const command = { childId: children.sekar.id, markedBy: 'teacher-1' };
      const childIds = [children.sekar.id, children.bagas.id];
      await markAttendance({ ...command, status: 'present', occurredAt: at('08:00') });
      await markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds,
        status: 'late',
        markedBy: 'teacher-1',
        occurredAt: at('08:30'),
      });
      await clearAttendance({ ...command, occurredAt: at('09:00') });

      expectEqual('the jobs', await probe.notificationJobs(), []);
    },

    'are none where no status changed': async ({ probe, schools, children, attendance, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('09:00') });
      const bulk = {
        schoolId: schools.jakarta.id,
        childIds: [children.sekar.id, children.laras.id],
        markedBy: 'teacher-1',
      };
      await attendance.markBulkAttendance({ ...bulk, status: 'present', occurredAt: at('09:00') });
      await attendance.markBulkAttendance({ ...bulk, status: 'present', occurredAt: at('09:10'), note: 'waved' });
      await attendance.markBulkAttendance({ ...bulk, status: 'absent', occurredAt: at('08:00') });
      await attendance.markBulkAttendance({ ...bulk, status: 'absent', occurredAt: at('10:00'), onlyUnmarked: true });

      expectEqual('the number of jobs', (await probe.notificationJobs()).length, 1);
    },

    'have an id of their own each, out of those that the request brought': async ({
      probe,
      repository,
      schools,
      children,
    }) => {
      const marks = [children.wayan, children.sekar].map((child) => markOf(child, 'present'));
      await repository.recordMarks(requestOf(marks, { jobIds }));

      const jobs = sortBy(await probe.notificationJobs(), ({ schoolId }) => schoolId);
      expectEqual(
        'whose',
        jobs.map(({ schoolId }) => schoolId),
        [schools.jakarta.id, schools.makassar.id].sort(),
      );
      expectEqual('how many ids', new Set(jobs.map(({ id }) => id)).size, 2);
      expectEqual('how many are not the request’s', jobs.filter(({ id }) => !jobIds.includes(id)).length, 0);
    },

    'are not shared with a school where nothing changed': async ({ probe, repository, schools, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const marks = [children.sekar, children.wayan].map((child) =>
        markOf(child, 'present', { occurredAt: at('08:00') }),
      );
      await repository.recordMarks(requestOf(marks, { jobIds: jobIds.slice(0, 2) }));

      const job = (await probe.notificationJobs()).find(({ id }) => jobIds.slice(0, 2).includes(id));
      expectFields('the job', job, { schoolId: schools.makassar.id });
      expectEqual('the number of jobs', (await probe.notificationJobs()).length, 2);
    },
  },
};
