import type { DefaultStatus } from '../../../domain/status.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { day, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markEach, markLater } from '../world/mark-calls.js';
import { claimAll, delivered, failedFor, fanOut, fanOutAndClaim, settle, tellAll } from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';
import { waitingOverSessions } from './waiting-over-sessions.js';

/** One message for a job over several sessions, which wait for each other no more than they must. */
export const messagesOverSessions: ContractTopic = {
  name: 'a message over sessions',
  tests: {
    'is one for a job, child by child, then session by session': async (world) => {
      const { probe, children } = world;
      const { sekar, bagas } = children;
      await markEach(world, [
        [sekar, 'pm', 'sick'],
        [bagas, 'am', 'absent'],
        [sekar, 'am', 'sick'],
        [bagas, 'pm', 'present'],
      ]);
      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 2 });
      const stored = await probe.deliveries();
      expectEqual('the subjects', stored.map(({ subjects }) => subjects.length).sort(), [2, 4]);

      const messages = await tellAll(world);
      expectEqual('what is said', sayings(world, messages), [
        'alasdair, marked: sekar/am sick, sekar/pm sick',
        'ratih, marked: bagas/am absent, bagas/pm present, sekar/am sick, sekar/pm sick',
      ]);
      const toRatih = messages.find(({ changes }) => changes.length === 4);
      const order = toRatih?.changes.map(({ child, session }) => [child.id, session]);
      expectEqual('the order', order, [
        [sekar.id, 'am'],
        [sekar.id, 'pm'],
        [bagas.id, 'am'],
        [bagas.id, 'pm'],
      ]);
      expectFields('the message', toRatih, { date: today, session: 'am' });
    },

    'is of the sessions that are news only': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'sick');
      await tellAll(world);
      await markEach(world, [
        [children.nayla, 'am', 'sick'],
        [children.nayla, 'pm', 'sick'],
      ]);
      const message = onlyOne('the messages', await tellAll(world));
      expectEqual('what is said', sayings(world, [message]), ['dewi, marked: nayla sick']);
      expectFields('the message', message, { session: 'pm' });
    },

    'is a correction of the session that was told': async (world) => {
      const { children } = world;
      await markEach(world, [
        [children.nayla, 'am', 'absent'],
        [children.nayla, 'pm', 'absent'],
      ]);
      await tellAll(world);
      await markLater(world, children.nayla, 'late', { session: 'pm' });
      expectEqual('of one', sayings(world, await tellAll(world)), ['dewi, corrected: nayla late (was absent)']);
      await markEach(world, [
        [children.nayla, 'am', 'present'],
        [children.nayla, 'pm', 'present'],
      ]);
      expectEqual('of both', sayings(world, await tellAll(world)), [
        'dewi, corrected: nayla/am present (was absent), nayla/pm present (was late)',
      ]);
    },

    'is one for each day': async (world) => {
      const { attendance, schools, children, clock } = world;
      const { id: childId } = children.bagas;
      clock.advance(day);
      const mark = (date: string, status: DefaultStatus) =>
        attendance.markBulkAttendance({
          schoolId: schools.jakarta.id,
          marks: [
            { childId, status, date, session: 'am' },
            { childId, status, date, session: 'pm' },
          ],
          markedBy: 'teacher-1',
        });
      await mark('2026-03-03', 'absent');
      expectEqual('news', sayings(world, await tellAll(world)), ['ratih, marked: bagas/am absent, bagas/pm absent']);
      await mark(today, 'absent');
      expectEqual('of the day before', await tellAll(world), []);
    },

    'goes out session by session while an earlier one of the day is not settled': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const first = (await fanOutAndClaim(world)).deliveries;
      await settle(world, first, failedFor(world, 10));
      await markEach(world, [
        [children.nayla, 'am', 'absent'],
        [children.nayla, 'pm', 'absent'],
      ]);
      expectEqual('the fan-out of one that is told already', await fanOut(world), { jobs: 1, deliveries: 1 });
      expectEqual('meanwhile', sayings(world, await tellAll(world)), ['dewi, marked: nayla absent']);
      clock.advance(600_000);
      const again = onlyOne('the messages', await tellAll(world));
      expectFields('the first one again', again, { id: first[0]?.notification.id, session: 'am' });
    },

    'never has a session wait for what holds up another one': async (world) => {
      const { roster, probe, children, guardians } = world;
      const both = { ...guardians.dewi, childId: children.bagas.id };
      await probe.setRoster({ ...roster, guardians: [guardians.dewi, both] });
      await markLater(world, children.nayla, 'absent');
      await settle(world, (await fanOutAndClaim(world)).deliveries, failedFor(world, 60));
      await markEach(world, [
        [children.bagas, 'am', 'absent'],
        [children.bagas, 'pm', 'late'],
      ]);

      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 2 });
      const meanwhile = await claimAll(world);
      expectEqual('what is said', sayings(world, meanwhile.deliveries), ['dewi, marked: bagas late']);
    },

    'goes out session by session for the later ones of several jobs': async (world) => {
      const { children } = world;
      const { sekar, bagas } = children;
      for (const child of [sekar, bagas]) {
        await markEach(world, [
          [child, 'am', 'absent'],
          [child, 'pm', 'absent'],
        ]);
      }
      expectEqual('the fan-out', await fanOut(world), { jobs: 2, deliveries: 4 });
      const first = (await claimAll(world)).deliveries;
      expectEqual('what is said first', sayings(world, first), [
        'alasdair, marked: sekar/am absent, sekar/pm absent',
        'ratih, marked: sekar/am absent, sekar/pm absent',
      ]);
      await settle(world, first, delivered);
      const second = (await claimAll(world)).deliveries;
      expectEqual('what is said then', sayings(world, second), [
        'ratih, marked: bagas absent',
        'ratih, marked: bagas absent',
      ]);
      const numbers = second.map(({ notification }) => notification.session);
      expectEqual('their sessions', numbers.sort(), ['am', 'pm']);
    },

    ...waitingOverSessions,
    'is mended when one of its sessions has changed': async (world) => {
      const { children } = world;
      await markEach(world, [
        [children.nayla, 'am', 'absent'],
        [children.nayla, 'pm', 'absent'],
      ]);
      await settle(world, (await fanOutAndClaim(world)).deliveries, failedFor(world, 60));
      await markLater(world, children.nayla, 'present', { session: 'pm' });
      const { deliveries } = await fanOutAndClaim(world);
      expectEqual('what is said', sayings(world, deliveries), [
        'dewi, corrected: nayla/am absent, nayla/pm present (was absent)',
      ]);
    },

    'names each child once in a dead letter, and the first session': async (world) => {
      const { repository, children } = world;
      const { sekar, bagas } = children;
      await markEach(world, [
        [bagas, 'pm', 'absent'],
        [bagas, 'am', 'absent'],
        [sekar, 'pm', 'absent'],
      ]);
      await settle(world, (await fanOutAndClaim(world)).deliveries, { outcome: 'dead', reason: 'refused' });
      const letters = await repository.outbox.deadLetters({ limit: 10 });
      const about = letters.map(({ childIds, session }) => ({ childIds, session }));
      expectEqual(
        'the letters',
        about.sort((a, b) => a.childIds.length - b.childIds.length),
        [
          { childIds: [sekar.id], session: 'pm' },
          { childIds: [sekar.id, bagas.id], session: 'pm' },
        ],
      );
    },

    'goes on about the other sessions of a sibling when a child is erased': async (world) => {
      const { probe, repository, children } = world;
      const { sekar, bagas } = children;
      await markEach(world, [
        [sekar, 'am', 'absent'],
        [sekar, 'pm', 'absent'],
        [bagas, 'am', 'absent'],
        [bagas, 'pm', 'late'],
      ]);
      await fanOut(world);
      await repository.eraseChild({ schoolId: sekar.schoolId, childId: sekar.id });
      const { subjects } = onlyOne('the deliveries', await probe.deliveries());
      expectEqual('whom it is about', subjects, [
        { childId: bagas.id, session: 'am' },
        { childId: bagas.id, session: 'pm' },
      ]);
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'ratih, marked: bagas/am absent, bagas/pm late',
      ]);
    },
  },
};
