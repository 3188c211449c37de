import type { Child } from '../../../domain/roster.js';
import type { DefaultStatus } from '../../../domain/status.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { today } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/later-marks.js';
import { claimAll, delivered, failedFor, fanOut, fanOutAndClaim, settle, tellAll } from './outbox-calls.js';
import { onlyOne, sayings } from './sayings.js';

const minute = 60_000;
const day = 86_400_000;

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
      await report(world, children.sekar, 'present');

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
      await report(world, children.nayla, 'present');
      const message = onlyOne('the messages', await tellAll(world));
      expectFields('the message', message, { kind: 'corrected', date: today, session: 'am' });
    },

    'tells nothing to who was told nothing of it': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.bagas, 'absent');
      await tellAll(world);
      clock.advance(day);
      await report(world, children.nayla, 'absent');
      await report(world, children.sekar, 'absent');

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
      await report(world, children.nayla, 'present');

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
      await report(world, children.nayla, 'absent');
      expectEqual('what is said', await tellAll(world, silent), []);
    },

    'corrects to a status that is silent on its own': async (world) => {
      const { children, clock } = world;
      await tellAbsent(world, children.nayla);
      clock.advance(day);
      await report(world, children.nayla, 'present');
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
      await report(world, children.nayla, 'late');
      expectEqual('what is said of a mark after that', await tellAll(world), []);
    },

    'corrects each sibling in it who was told, and no other': async (world) => {
      const { attendance, schools, children, clock } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      await tellAll(world);
      clock.advance(day);
      await bulk(world, [children.sekar, children.bagas], 'present');
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
        await bulk(world, [children.nayla], 'present', inside);
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
      await report(world, children.nayla, 'present');
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

    'corrects a dead letter of that day': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await settle(world, (await fanOutAndClaim(world)).deliveries, { outcome: 'dead', reason: 'failed' });
      clock.advance(day);
      await report(world, children.nayla, 'present');
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla present (was absent)',
      ]);
    },

    'says at once what corrects a message that waits for its next attempt': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await settle(world, (await fanOutAndClaim(world)).deliveries, failedFor(world, 3_000));
      clock.advance(day);
      await report(world, children.nayla, 'present');
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla present (was absent)',
      ]);
      clock.advance(3 * day);
      expectEqual('what is said after that', await tellAll(world), []);
    },

    'is said by a message of that day that nobody sent yet, and no second time': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      clock.advance(day);
      await report(world, children.nayla, 'present');
      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 1 });

      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla present']);
      const states = (await probe.deliveries()).map(({ state }) => state);
      expectEqual('the states', states.sort(), ['delivered', 'dropped']);
    },

    'is told to nobody when what it may correct was never said': async (world) => {
      const { children, clock, clear } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      clock.advance(day);
      await clear(children.nayla, { date: today });
      await fanOut(world);
      const { deliveries, dropped } = await claimAll(world);
      expectEqual('what is said', [deliveries, dropped], [[], 2]);
      clock.advance(minute);
      await report(world, children.nayla, 'late');
      expectEqual('the fan-out of another change', await fanOut(world), { jobs: 1, deliveries: 0 });
    },

    'is news if an untold change of that day itself is fanned out with it': async (world) => {
      const { children, clock } = world;
      clock.set('2026-03-02T23:59:00+07:00');
      await markLater(world, children.nayla, 'absent');
      clock.set('2026-03-03T00:01:00+07:00');
      await report(world, children.nayla, 'late');
      await report(world, children.bagas, 'late');

      expectEqual('the fan-out', await fanOut(world), { jobs: 3, deliveries: 1 });
      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla late']);
    },

    'is kept apart from news that one job brings': async (world) => {
      const { probe, children, clock } = world;
      await tellAbsent(world, children.bagas);
      clock.set('2026-03-02T23:59:00+07:00');
      await markTogether(world, [children.sekar], 'absent');
      clock.set('2026-03-03T00:01:00+07:00');
      await bulk(world, [children.sekar, children.bagas], 'late');
      await fanOut(world);

      const kinds = (await probe.deliveries())
        .filter(({ state }) => state === 'pending')
        .map(({ onlyCorrects, subjects }) => `${onlyCorrects ? 'corrects' : 'news'} of ${subjects.length}`);
      expectEqual('the deliveries', kinds.sort(), ['corrects of 1', 'news of 1', 'news of 1']);
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, marked: sekar late',
        'ratih, corrected: bagas late (was absent)',
        'ratih, marked: sekar late',
      ]);
    },
  },
};

/** Marks a child absent today, and tells its guardians. */
async function tellAbsent(world: ContractWorld, child: Child): Promise<void> {
  await markLater(world, child, 'absent');
  await tellAll(world);
}

/** Marks a child on the day on which the test began. */
function report({ mark }: ContractWorld, child: Child, status: DefaultStatus) {
  return mark(child, status, { date: today });
}

function bulk({ attendance }: ContractWorld, children: readonly Child[], status: DefaultStatus, transaction?: unknown) {
  const command = {
    schoolId: children[0]?.schoolId ?? 'no school',
    childIds: children.map(({ id }) => id),
    status,
    markedBy: 'teacher-1',
    date: today,
  };
  return attendance.markBulkAttendance(command, transaction === undefined ? {} : { transaction });
}

function markOfToday(schoolId: string, { id: childId }: Child) {
  return { schoolId, childId, markedBy: 'teacher-1' };
}
