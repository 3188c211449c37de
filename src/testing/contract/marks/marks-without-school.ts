import type { Enrolment } from '../../../domain/roster.js';
import { buildChild } from '../../kit/builders.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { at, enrol, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectCountsEqualRecords, expectEmptyStore, expectNoTrace } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

/** Which school a mark is of that names none, where a child's id is the same child at every school. */
export const marksWithoutSchool: ContractTopic = {
  name: 'a mark that names no school',
  tests: {
    'is of the school where the child is enrolled on the day': async (world) => {
      const { schools, children, mark } = world;
      const { sekar } = children;
      const moved = { ...sekar, schoolId: schools.makassar.id };
      await putAtBoth(world, [enrol(sekar, { enrolledUntil: yesterday }), enrol(moved, { enrolledFrom: today })]);
      const schoolOf = async (date: string) =>
        (await mark(sekar, 'present', { date, occurredAt: at('08:00') })).record.schoolId;

      expectEqual('yesterday', await schoolOf(yesterday), schools.jakarta.id);
      expectEqual('today', await schoolOf(today), schools.makassar.id);
      await expectCountsEqualRecords(world.probe);
    },

    'of a child whom no school has is of an unknown one': async ({ probe, idType, mark, clear }) => {
      const nobody = buildChild({ id: testId('child', 99, idType) });

      const { details } = await expectRejected('a mark', mark(nobody, 'present'), 'child_not_found');
      expectEqual('the details', details, { childId: nobody.id });
      await expectRejected('a clear', clear(nobody), 'child_not_found');
      await expectEmptyStore(probe);
    },

    'of a child enrolled nowhere on the day is rejected': async (world) => {
      const { probe, schools, children, mark } = world;
      const { sekar } = children;
      const moved = { ...sekar, schoolId: schools.makassar.id };
      await putAtBoth(world, [enrol(sekar, { enrolledUntil: yesterday }), enrol(moved, { enrolledFrom: tomorrow })]);

      const { details } = await expectRejected('the mark', mark(sekar, 'present', { date: today }), 'not_enrolled');
      expectEqual('the details', details, { childId: sekar.id });
      await expectEmptyStore(probe);
    },

    'of a child enrolled at two schools on the day is ambiguous': async (world) => {
      const { probe, children, repository, mark, clear } = world;
      const { sekar } = children;
      await putAtBoth(world);

      const { details, message } = await expectRejected('a mark', mark(sekar, 'present'), 'school_ambiguous');
      expectEqual('the details', details, { childId: sekar.id });
      expectEqual('whether the message holds the name', message.includes('Sekar'), false);
      await expectRejected('a clear', clear(sekar), 'school_ambiguous');
      const results = await repository.recordMarks(requestOf([markOf(sekar, 'present', { date: yesterday })]));
      const rejection = { outcome: 'rejected', code: 'school_ambiguous', date: yesterday, session: 'am' };
      expectEqual('the result', results, [{ ...rejection, childId: sekar.id }]);
      await expectEmptyStore(probe);
    },

    'is ambiguous however certain a record makes one of two schools': async (world) => {
      const { probe, schools, children, mark } = world;
      const { sekar } = children;
      await putAtBoth(world);
      await mark(sekar, 'present', { occurredAt: at('08:00'), schoolId: schools.jakarta.id });

      await expectNoTrace('the mark', probe, () => expectRejected('it', mark(sekar, 'absent'), 'school_ambiguous'));
    },

    'is of the school that another one names, where both have the child': async (world) => {
      const { schools, children, mark } = world;
      const { sekar } = children;
      await putAtBoth(world);
      for (const { id: schoolId } of [schools.jakarta, schools.makassar]) {
        const { outcome, record } = await mark(sekar, 'present', { schoolId });
        expectEqual('the answer', [outcome, record.schoolId], ['recorded', schoolId]);
      }
    },

    "is judged by each school's own day": async (world) => {
      const { schools, children, clock, mark } = world;
      const { sekar } = children;
      const moved = { ...sekar, schoolId: schools.makassar.id };
      await putAtBoth(world, [enrol(sekar, { enrolledUntil: today }), enrol(moved, { enrolledFrom: tomorrow })]);
      clock.set('2026-03-02T22:30:00+07:00');
      expectFields('before midnight', (await mark(sekar, 'present')).record, { schoolId: schools.jakarta.id });

      clock.set('2026-03-02T23:30:00+07:00');
      await expectRejected('between the midnights', mark(sekar, 'absent'), 'school_ambiguous');
      clock.set('2026-03-03T00:30:00+07:00');
      expectFields('after midnight', (await mark(sekar, 'present')).record, { schoolId: schools.makassar.id });
    },

    'finds the school where it is recorded, once the child is enrolled nowhere': async (world) => {
      const { probe, idType, schools, children, mark, clear } = world;
      const { sekar } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00') });
      const moved = { ...sekar, schoolId: schools.makassar.id };
      await putAtBoth(world, [enrol(sekar, { enrolledUntil: yesterday }), enrol(moved, { enrolledFrom: tomorrow })]);
      const corrected = await mark(sekar, 'absent', { occurredAt: at('08:10') });
      expectFields('the correction', corrected, { outcome: 'corrected', previousStatus: 'present' });
      expectFields('its record', corrected.record, { schoolId: schools.jakarta.id });

      const left = enrol(sekar, { enrolledUntil: yesterday });
      await probe.setRoster(toRoster([schools.jakarta], [sekar], idType, [left]));
      expectFields('the clear', await clear(sekar, { occurredAt: at('08:20') }), { outcome: 'cleared' });
      await expectRejected('another session', mark(sekar, 'late', { session: 'pm' }), 'not_enrolled');
    },

    'is decided mark by mark in a batch': async (world) => {
      const { idType, probe, schools, children, repository } = world;
      const { sekar, bagas, wayan } = children;
      const moved = { ...sekar, schoolId: schools.makassar.id };
      const everybody = [sekar, moved, bagas, wayan];
      await probe.setRoster(toRoster([schools.jakarta, schools.makassar], everybody, idType));
      const marks = [
        markOf(bagas, 'present'),
        markOf(sekar, 'present'),
        markOf(sekar, 'late', { schoolId: schools.makassar.id }),
        markOf(wayan, 'absent'),
      ];
      const results = await repository.recordMarks(requestOf(marks));

      expectEqual(
        'the results',
        results.map((result) => (result.outcome === 'rejected' ? result.code : result.schoolId)),
        [schools.jakarta.id, 'school_ambiguous', schools.makassar.id, schools.makassar.id],
      );
      await expectCountsEqualRecords(probe);
    },

    'is refused as the same mark as one that names its school': async ({ probe, schools, children, repository }) => {
      const { sekar, bagas } = children;
      const named = markOf(sekar, 'absent', { schoolId: schools.jakarta.id });
      const request = requestOf([markOf(bagas, 'present'), markOf(sekar, 'present'), named]);

      const { details } = await expectRejected('the request', repository.recordMarks(request), 'invalid_command');
      expectEqual(
        'where',
        details.issues.map(({ path }) => path),
        ['marks.2'],
      );
      await expectEmptyStore(probe);
    },
  },
};

/** The same where the host did not say that ids name one child everywhere. Uuids always do. */
export const marksOfLocalIds: ContractTopic = {
  name: "where nobody promised that a child's id is the same child everywhere,",
  childIdsAreGlobal: false,
  tests: {
    'a mark must name its school, unless ids are uuids': async ({ idType, probe, schools, children, mark, clear }) => {
      const { sekar } = children;
      if (idType === 'uuid') {
        expectFields('a mark', await mark(sekar, 'present'), { outcome: 'recorded' });
        return;
      }
      const { details } = await expectRejected('a mark', mark(sekar, 'present'), 'invalid_command');
      expectEqual(
        'where',
        details.issues.map(({ path }) => path),
        ['schoolId'],
      );
      await expectRejected('a clear', clear(sekar), 'invalid_command');
      await expectEmptyStore(probe);
      const named = await mark(sekar, 'present', { schoolId: schools.jakarta.id });
      expectFields('a mark that names it', named, { outcome: 'recorded' });
    },

    "a mark must name its school in a host's transaction too": async (world) => {
      const { idType, probe, children, attendance, transaction } = world;
      if (idType === 'uuid') return;
      const command = { childId: children.sekar.id, status: 'present', markedBy: 'teacher-1' } as const;
      await transaction((inside) =>
        expectRejected('it', attendance.markAttendance(command, { transaction: inside }), 'invalid_command'),
      );
      await expectEmptyStore(probe);
    },

    'the repository says so': async ({ idType, repository }) => {
      expectEqual('what it says', repository.childIdsAreGlobal, idType === 'uuid');
    },

    'two children of one id are two children': async (world) => {
      const { idType, probe, schools, children, attendance, mark, clear } = world;
      const { sekar } = children;
      const { jakarta, makassar } = schools;
      const namesake = { ...sekar, schoolId: makassar.id, name: 'Somebody Else' };
      await probe.setRoster(toRoster([jakarta, makassar], [sekar, namesake], idType));
      await mark(sekar, 'present', { schoolId: jakarta.id, occurredAt: at('08:00') });
      await mark(sekar, 'absent', { schoolId: makassar.id, occurredAt: at('08:00') });
      await clear(sekar, { schoolId: jakarta.id, occurredAt: at('08:30') });

      const stored = (await probe.records()).map(({ schoolId, status }) => [schoolId, status]);
      expectEqual('the records', new Map(stored.map(([id, status]) => [id, status])).get(makassar.id), 'absent');
      expectEqual('the number of records', stored.length, 2);
      const summary = await attendance.getDailySummary({ schoolId: jakarta.id });
      expectFields('the summary', summary, { enrolled: 1, attended: 0, unmarked: 1 });
      await expectCountsEqualRecords(probe);
    },
  },
};

/** Puts sekar on the roster of Jakarta and of Makassar, always enrolled at both unless said otherwise. */
async function putAtBoth(world: ContractWorld, enrolments: readonly Enrolment[] = []): Promise<void> {
  const { probe, idType, schools, children } = world;
  const { sekar } = children;
  const moved = { ...sekar, schoolId: schools.makassar.id };
  await probe.setRoster(toRoster([schools.jakarta, schools.makassar], [sekar, moved], idType, enrolments));
}
