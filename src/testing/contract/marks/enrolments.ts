import type { Enrolment } from '../../../domain/roster.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { at, enrol, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { classesOn, enrolOnly } from '../world/enrolled-child.js';
import { toRoster } from '../world/to-roster.js';
import { overlappingEnrolments } from './overlapping-enrolments.js';

/** Today is a Monday. */
const friday = '2026-02-27';

/** Days on which a child is enrolled, and its class of each day. */
export const enrolments: ContractTopic = {
  name: 'enrolments',
  tests: {
    'show a past day with the classes of that day': async (world) => {
      const { schools, children, attendance, mark } = world;
      const { sekar } = children;
      await enrolOnly(world, [
        enrol(sekar, { classId: 'K1', enrolledUntil: yesterday }),
        enrol(sekar, { classId: 'K2', enrolledFrom: today }),
      ]);
      await mark(sekar, 'present', { occurredAt: at('08:00'), date: friday });
      const { id: schoolId } = schools.jakarta;

      expectEqual('the classes of Friday', await classesOn(world, friday), ['K1']);
      expectEqual('the classes of today', await classesOn(world, today), ['K2']);
      const figures = async (classId: string, date: string) => {
        const { entries } = await attendance.getRegister({ schoolId, classId, date });
        const { enrolled, attended, unmarked } = await attendance.getDailySummary({ schoolId, classId, date });
        return { listed: entries.length, enrolled, attended, unmarked };
      };
      const nobody = { listed: 0, enrolled: 0, attended: 0, unmarked: 0 };
      const one = { listed: 1, enrolled: 1, attended: 1, unmarked: 0 };
      expectEqual('K1 on Friday', await figures('K1', friday), one);
      expectEqual('K2 on Friday', await figures('K2', friday), nobody);
      expectEqual('K1 today', await figures('K1', today), nobody);
      expectEqual('K2 today', await figures('K2', today), { ...one, attended: 0, unmarked: 1 });
    },

    'show a past day with a child who has moved to another school since': async (world) => {
      const { schools, children, attendance, mark } = world;
      const { sekar } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00'), date: '2026-02-26' });
      await moveToMakassar(world);

      const query = { schoolId: schools.jakarta.id, date: '2026-02-26' };
      const { entries } = await attendance.getRegister(query);
      expectFields('the entry', entries[0], { childId: sekar.id, status: 'present' });
      expectFields('the summary', await attendance.getDailySummary(query), { enrolled: 1, attended: 1, unmarked: 0 });
      expectEqual('the classes at the old school', await classesOn(world, today), []);
      expectEqual('the classes at the new school', await classesOn(world, today, schools.makassar), [null]);
      const elsewhere = await attendance.getDailySummary({ ...query, schoolId: schools.makassar.id });
      expectFields('that day at the new school', elsewhere, { enrolled: 0, attended: 0, unmarked: 0 });
    },

    'take a late mark of a day before the child moved': async (world) => {
      const { schools, children, mark } = world;
      const { sekar } = children;
      await moveToMakassar(world);
      const { jakarta, makassar } = schools;
      const earlier = { occurredAt: at('08:00'), date: '2026-02-26' };

      const named = await mark(sekar, 'present', { ...earlier, schoolId: jakarta.id });
      const unnamed = await mark(sekar, 'late', { ...earlier, session: 'pm' });
      const now = await mark(sekar, 'absent', { occurredAt: at('08:00') });
      expectEqual(
        'the schools',
        [named, unnamed, now].map(({ record }) => record.schoolId),
        [jakarta.id, jakarta.id, makassar.id],
      );
      const strange = mark(sekar, 'present', { ...earlier, schoolId: makassar.id });
      await expectRejected('the new school', strange, 'not_enrolled');
    },

    ...overlappingEnrolments,

    'are open where they name no day': async (world) => {
      const { sekar } = world.children;
      const openings: readonly (readonly [Partial<Enrolment>, readonly number[]])[] = [
        [{}, [1, 1, 1]],
        [{ enrolledFrom: null, enrolledUntil: null, classId: null }, [1, 1, 1]],
        [{ enrolledFrom: today }, [0, 1, 1]],
        [{ enrolledUntil: today }, [1, 1, 0]],
        [{ enrolledFrom: today, enrolledUntil: today }, [0, 1, 0]],
        [{ enrolledFrom: tomorrow, enrolledUntil: yesterday }, [0, 0, 0]],
      ];
      for (const [dates, expected] of openings) {
        await enrolOnly(world, [enrol(sekar, dates)]);
        const counts: number[] = [];
        for (const date of [yesterday, today, tomorrow]) counts.push((await classesOn(world, date)).length);
        expectEqual(`who is enrolled with ${JSON.stringify(dates)}`, counts, expected);
      }
    },

    'may have gaps, in which the child is not enrolled': async (world) => {
      const { children, schools, mark } = world;
      const { sekar } = children;
      await enrolOnly(world, [
        enrol(sekar, { enrolledFrom: '2026-01-05', enrolledUntil: '2026-01-30' }),
        enrol(sekar, { enrolledFrom: '2026-02-16' }),
      ]);
      const markOn = (date: string, extras = {}) =>
        mark(sekar, 'present', { date, occurredAt: at('08:00'), ...extras });

      for (const date of ['2026-01-05', '2026-01-30', '2026-02-16', today]) {
        expectFields(date, await markOn(date), { outcome: 'recorded' });
      }
      for (const date of ['2026-01-04', '2026-01-31', '2026-02-15']) {
        await expectRejected(date, markOn(date), 'not_enrolled');
        await expectRejected(date, markOn(date, { schoolId: schools.jakarta.id }), 'not_enrolled');
        expectEqual(`the classes of ${date}`, await classesOn(world, date), []);
      }
    },

    'that a child has none of leave it enrolled on every day': async (world) => {
      const { sekar } = world.children;
      await enrolOnly(world, []);
      for (const date of ['0001-01-01', today, '9999-12-31']) {
        expectEqual(`the classes of ${date}`, await classesOn(world, date), [null]);
      }
      expectFields('a mark', await world.mark(sekar, 'present'), { outcome: 'recorded' });
    },

    'are of one school: the child of the same id elsewhere has its own': async (world) => {
      const { probe, idType, schools, children, mark } = world;
      const { sekar } = children;
      const { jakarta, makassar } = schools;
      const namesake = { ...sekar, schoolId: makassar.id, name: 'Somebody Else' };
      const ended = enrol(namesake, { classId: 'K9', enrolledUntil: yesterday });
      await probe.setRoster(toRoster([jakarta, makassar], [sekar, namesake], idType, [ended]));

      expectEqual('the classes in Jakarta', await classesOn(world, today), [null]);
      expectEqual('the classes in Makassar', await classesOn(world, today, makassar), []);
      expectEqual('the classes in Makassar before', await classesOn(world, yesterday, makassar), ['K9']);
      await mark(sekar, 'present', { schoolId: jakarta.id });
      await expectRejected('a mark', mark(sekar, 'present', { schoolId: makassar.id }), 'not_enrolled');
    },

    'keep what is recorded of two children of one id apart': async (world) => {
      const { probe, idType, schools, children, attendance, mark } = world;
      const { sekar } = children;
      const { jakarta, makassar } = schools;
      const namesake = { ...sekar, schoolId: makassar.id, name: 'Somebody Else' };
      await probe.setRoster(toRoster([jakarta, makassar], [sekar, namesake], idType));
      const occurredAt = at('08:00');
      await mark(sekar, 'present', { occurredAt, schoolId: jakarta.id });
      const second = await mark(sekar, 'absent', { occurredAt, schoolId: makassar.id });

      expectFields('the second answer', second, { outcome: 'recorded', previousStatus: null });
      for (const [{ id: schoolId }, name, status] of [
        [jakarta, sekar.name, 'present'],
        [makassar, 'Somebody Else', 'absent'],
      ] as const) {
        const { entries } = await attendance.getRegister({ schoolId });
        expectFields('the entry', entries[0], { childId: sekar.id, name, status });
        const history = await attendance.getHistory({ schoolId, childId: sekar.id });
        expectEqual(
          'the history',
          history.map((revision) => revision.status),
          [status],
        );
      }
    },

    'of a child that the school does not have count for nothing': async (world) => {
      const { probe, idType, schools, children, mark } = world;
      const { sekar } = children;
      await probe.setRoster(toRoster([schools.jakarta], [], idType, [enrol(sekar)]));

      expectEqual('the classes', await classesOn(world, today), []);
      await expectRejected('a mark', mark(sekar, 'present'), 'child_not_found');
      const named = mark(sekar, 'present', { schoolId: schools.jakarta.id });
      await expectRejected('a mark that names the school', named, 'child_not_found');
    },
  },
};

/** Lets sekar be in Jakarta until the end of February, and in Makassar from March on. */
async function moveToMakassar({ probe, idType, schools, children: { sekar } }: ContractWorld): Promise<void> {
  const { jakarta, makassar } = schools;
  const moved = { ...sekar, schoolId: makassar.id };
  const own = [enrol(sekar, { enrolledUntil: '2026-02-28' }), enrol(moved, { enrolledFrom: '2026-03-01' })];
  await probe.setRoster(toRoster([jakarta, makassar], [sekar, moved], idType, own));
}
