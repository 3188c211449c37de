import type { Child } from '../../../domain/roster.js';
import type { DefaultStatus } from '../../../domain/status.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { day, minute, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markFirstDay, markFirstDayTogether, markLater, markTogether } from '../world/mark-calls.js';
import { delivered, failedFor, fanOut, fanOutAndClaim, settle, tellAbsent, tellAll } from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';
import { unsettledEarlierDays } from './unsettled-earlier-days.js';

/** Changes of a day that is over: who was told something false of it, and who was told nothing. */
export const earlierDays: ContractTopic = {
  name: 'a change of an earlier day',
  tests: {
    'corrects who was told something else, and who possibly was': async (world) => {
      const { children, guardians, clock } = world;
      await markLater(world, children.sekar, 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      const isRatihs = ({ notification }: (typeof deliveries)[number]) =>
        notification.guardian.id === guardians.ratih.id;
      await settle(world, deliveries.filter(isRatihs), delivered);
      await settle(
        world,
        deliveries.filter((delivery) => !isRatihs(delivery)),
        failedFor(world, 0),
      );
      clock.advance(day);
      await markFirstDay(world, children.sekar, 'present');

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, corrected: sekar present (was absent)',
        'ratih, corrected: sekar present (was absent)',
      ]);
      expectEqual('what is said after that', await tellAll(world), []);
    },

    'is told as one of that day': async (world) => {
      const { children, clock } = world;
      await tellAbsent(world, children.nayla);
      clock.advance(day);
      await markFirstDay(world, children.nayla, 'present');
      const message = onlyOne('the messages', await tellAll(world));
      expectFields('the message', message, { kind: 'corrected', date: today, session: 'am' });
    },

    'tells nothing to who was told nothing of it': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.bagas, 'absent');
      await tellAll(world);
      clock.advance(day);
      await markFirstDay(world, children.nayla, 'absent');
      await markFirstDay(world, children.sekar, 'absent');

      expectEqual('the fan-out', await fanOut(world), { jobs: 2, deliveries: 0 });
      expectEqual('what is said', await tellAll(world), []);
      expectEqual('the number of deliveries', (await probe.deliveries()).length, 1);
    },

    'tells nothing to a guardian who joined after that day': async (world) => {
      const { probe, roster, children, guardians, clock } = world;
      await tellAbsent(world, children.nayla);
      const joined = { ...guardians.alasdair, childId: children.nayla.id };
      await probe.setRoster({ ...roster, guardians: [...roster.guardians, joined] });
      clock.advance(day);
      await markFirstDay(world, children.nayla, 'present');

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla present (was absent)',
      ]);
    },

    'tells nothing of a status that was silent that day': async (world) => {
      const { children, clock } = world;
      const silent = { silentStatuses: ['present'] };
      await markLater(world, children.nayla, 'present');
      await tellAll(world, silent);
      clock.advance(day);
      await markFirstDay(world, children.nayla, 'absent');
      expectEqual('what is said', await tellAll(world, silent), []);
    },

    'corrects to a status that is silent on its own': async (world) => {
      const { children, clock } = world;
      await tellAbsent(world, children.nayla);
      clock.advance(day);
      await markFirstDay(world, children.nayla, 'present');
      const said = await tellAll(world, { silentStatuses: ['present'] });
      expectEqual('what is said', sayings(world, said), ['dewi, corrected: nayla present (was absent)']);
    },

    'withdraws what was told where it is a clear': async (world) => {
      const { children, clock, clear } = world;
      await tellAbsent(world, children.nayla);
      clock.advance(day);
      await clear(children.nayla, { date: today });
      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, cleared: nayla unmarked (was absent)']);

      clock.advance(minute);
      await markFirstDay(world, children.nayla, 'late');
      expectEqual('what is said of a mark after that', await tellAll(world), []);
    },

    'corrects each sibling in it who was told, and no other': async (world) => {
      const { attendance, schools, children, clock } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      await tellAll(world);
      clock.advance(day);
      await markFirstDayTogether(world, [children.sekar, children.bagas], 'present');
      expectEqual('what is said of both', sayings(world, await tellAll(world)), [
        'alasdair, corrected: sekar present (was absent)',
        'ratih, corrected: bagas present (was absent), sekar present (was absent)',
      ]);

      await attendance.markAttendance({ ...markOfToday(schools.jakarta.id, children.bagas), status: 'sick' });
      await tellAll(world);
      clock.advance(day);
      const marks = [children.sekar, children.bagas].map(({ id }) => ({ childId: id, status: 'late' as const }));
      const command = { schoolId: schools.jakarta.id, marks, markedBy: 'teacher-1', date: '2026-03-03' };
      await attendance.markBulkAttendance(command);
      expectEqual('what is said of one', sayings(world, await tellAll(world)), [
        'ratih, corrected: bagas late (was sick)',
      ]);
    },

    "corrects from a host's transaction, once it commits": async (world) => {
      const { probe, children, clock, transaction } = world;
      await tellAbsent(world, children.nayla);
      clock.advance(day);
      await transaction(async (inside) => {
        await markFirstDayTogether(world, [children.nayla], 'present', inside);
        expectEqual('the jobs before', await probe.notificationJobs(), []);
      });
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla present (was absent)',
      ]);
    },

    'waits until it has settled': async (world) => {
      const { children, clock } = world;
      await tellAbsent(world, children.nayla);
      clock.advance(day);
      await markFirstDay(world, children.nayla, 'present');
      const settledBefore = new Date(clock.now().getTime() - minute);
      expectEqual('too early', await fanOut(world, { settledBefore }), { jobs: 0, deliveries: 0 });
      clock.advance(minute);
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla present (was absent)',
      ]);
    },

    'corrects as many days back as asked for': async (world) => {
      const { children, clock, attendanceWith } = world;
      const attendance = attendanceWith({ notifications: { outbox: true, correctDays: 3 } });
      const mark = (status: DefaultStatus) =>
        attendance.markAttendance({ ...markOfToday(children.nayla.schoolId, children.nayla), status, date: today });
      await tellAbsent(world, children.nayla);
      clock.advance(3 * day);
      await mark('late');
      expectEqual('on the third day', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla late (was absent)',
      ]);
      clock.advance(day);
      await mark('present');
      expectEqual('on the fourth', await tellAll(world), []);
    },

    ...unsettledEarlierDays,
  },
};

function markOfToday(schoolId: string, { id: childId }: Child) {
  return { schoolId, childId, markedBy: 'teacher-1' };
}
