import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { createDice } from '../world/dice.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectCountsEqualRecords, sortBy } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

const statuses = ['present', 'late', 'sick', 'excused', 'absent', null];

/** A school's day in figures, and the counters behind them. */
export const dailySummaries: ContractTopic = {
  name: 'the daily summary',
  tests: {
    'counts the enrolled, the attending, the unmarked and every status': async ({
      schools,
      children,
      attendance,
      mark,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.bagas, 'late', { occurredAt: at('08:00') });
      await mark(children.nayla, 'sick', { occurredAt: at('08:00') });

      expectEqual('the summary', await attendance.getDailySummary({ schoolId: schools.jakarta.id }), {
        schoolId: schools.jakarta.id,
        date: today,
        session: 'am',
        enrolled: 4,
        attended: 2,
        unmarked: 1,
        byStatus: { present: 1, late: 1, sick: 1, excused: 0, absent: 0 },
      });
    },

    'is all zeros where nobody is enrolled': async ({ probe, idType, schools, repository }) => {
      await probe.setRoster(toRoster([schools.jakarta], [], idType));
      const query = { schoolId: schools.jakarta.id, session: 'am', now: at('12:00') };

      expectEqual('the figures', await repository.getDailyFigures(query), {
        date: today,
        enrolled: 0,
        unmarked: 0,
        byStatus: {},
      });
    },

    'counts the children of one class, if that is asked for': async ({
      schools,
      children,
      attendance,
      mark,
      clear,
    }) => {
      const { sekar, bagas, nayla, intan } = children;
      for (const child of [sekar, nayla, intan]) await mark(child, 'present', { occurredAt: at('08:00') });
      await mark(bagas, 'sick', { occurredAt: at('08:00') });
      await clear(nayla, { occurredAt: at('08:30') });
      const summaryOf = (classId: string) => attendance.getDailySummary({ schoolId: schools.jakarta.id, classId });

      const none = { present: 0, late: 0, sick: 0, excused: 0, absent: 0 };
      const zeros = { enrolled: 0, attended: 0, unmarked: 0, byStatus: none };
      const melati = { enrolled: 2, attended: 1, unmarked: 0, byStatus: { ...none, present: 1, sick: 1 } };
      expectFields('of melati', await summaryOf('melati'), melati);
      expectFields('of kenanga', await summaryOf('kenanga'), { ...zeros, enrolled: 1, unmarked: 1 });
      expectFields('of no class', await summaryOf('Melati'), zeros);
    },

    'leaves a child who is marked and not enrolled out of its class': async (world) => {
      const { probe, idType, schools, children, enrolments, attendance, mark } = world;
      const { sekar, bagas } = children;
      for (const child of [sekar, bagas]) await mark(child, 'present', { occurredAt: at('08:00') });
      const left = { ...enrolments.bagas, enrolledUntil: yesterday };
      await probe.setRoster(toRoster([schools.jakarta], [sekar, bagas], idType, [enrolments.sekar, left]));

      const query = { schoolId: schools.jakarta.id, classId: 'melati' };
      const summary = await attendance.getDailySummary(query);
      expectFields('the summary', summary, { enrolled: 1, attended: 1, unmarked: 0 });
    },

    'takes a cleared child for unmarked': async ({ schools, children, attendance, mark, clear }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await clear(children.sekar, { occurredAt: at('08:30') });

      const summary = await attendance.getDailySummary({ schoolId: schools.jakarta.id });
      expectFields('the summary', summary, { enrolled: 4, attended: 0, unmarked: 4 });
    },

    'keeps sessions and days apart': async ({ schools, children, attendance, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.bagas, 'sick', { occurredAt: at('08:00'), session: 'pm' });
      await mark(children.laras, 'late', { occurredAt: at('08:00'), date: yesterday });
      const { id: schoolId } = schools.jakarta;

      const morning = await attendance.getDailySummary({ schoolId });
      const afternoon = await attendance.getDailySummary({ schoolId, session: 'pm' });
      const dayBefore = await attendance.getDailySummary({ schoolId, date: yesterday });
      expectFields('the morning', morning, { enrolled: 4, attended: 1, unmarked: 3 });
      expectFields('the afternoon', afternoon, { enrolled: 4, attended: 0, unmarked: 3 });
      expectFields('the day before', dayBefore, { enrolled: 4, attended: 1, unmarked: 3 });
    },

    'counts the unmarked one by one when children have left since they were marked': async (world) => {
      const { probe, idType, schools, children, enrolments, attendance, mark } = world;
      const { sekar, bagas, nayla, intan } = children;
      for (const child of [sekar, bagas, nayla]) await mark(child, 'present', { occurredAt: at('08:00') });
      const left = { ...enrolments.bagas, enrolledUntil: yesterday };
      await probe.setRoster(toRoster([schools.jakarta], [sekar, intan, bagas], idType, [left]));

      const summary = await attendance.getDailySummary({ schoolId: schools.jakarta.id });
      expectFields('the summary', summary, { enrolled: 2, attended: 3, unmarked: 1 });
    },

    'equals the records after any course of marks and clears': async ({ probe, repository, children }) => {
      const dice = createDice(1);
      for (let round = 0; round < 60; round += 1) {
        const group = [children.sekar, children.bagas, children.wayan].slice(dice(3));
        const occurredAt = new Date(at('08:00').getTime() + dice(120) * 60_000);
        const marks = group.map((child) =>
          markOf(child, statuses[dice(6)] ?? null, { occurredAt, session: dice(2) ? 'am' : 'pm' }),
        );
        await repository.recordMarks(requestOf(marks, { onlyUnmarked: dice(4) === 0 }));
      }
      await expectCountsEqualRecords(probe);
    },

    'equals the records it is made of': async ({ probe, idType, schools, attendance, repository }) => {
      const roster = buildRoster({ childrenPerSchool: 60, idType });
      await probe.setRoster(roster);
      const dice = createDice(2);
      await repository.recordMarks(requestOf(roster.children.map((child) => markOf(child, statuses[dice(6)] ?? null))));

      const { byStatus, unmarked } = await attendance.getDailySummary({ schoolId: schools.jakarta.id });
      const records = await probe.records();
      const recount = Object.keys(byStatus).map((status) => [
        status,
        records.filter((record) => record.status === status).length,
      ]);
      expectEqual('the counts', byStatus, Object.fromEntries(recount));
      expectEqual('the unmarked', unmarked, records.filter(({ status }) => status === null).length);
    },

    'counts a status that is defined no more': async ({ schools, children, attendance, repository }) => {
      await repository.recordMarks(
        requestOf([markOf(children.sekar, 'onTrip'), markOf(children.bagas, 'constructor')]),
      );

      const { byStatus, attended, unmarked } = await attendance.getDailySummary({ schoolId: schools.jakarta.id });
      const counted = sortBy(
        Object.entries(byStatus).filter(([, count]) => count > 0),
        ([status]) => status,
      );
      expectEqual('the counts', counted, [
        ['constructor', 1],
        ['onTrip', 1],
      ]);
      expectEqual('attended and unmarked', [attended, unmarked], [0, 2]);
    },
  },
};
