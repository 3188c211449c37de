import { buildChild, buildSchool } from '../../kit/builders.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { childIdsOf, outcomesOf } from '../world/columns-of.js';
import { at, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { effectsOf, findRecord } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

/** The last instant of a day and the first one of the next, in zones where that is easily got wrong. */
const midnights: readonly (readonly [zone: string, instant: string, day: string])[] = [
  ['Pacific/Kiritimati', '2026-03-01T09:59:59.999Z', '2026-03-01'],
  ['Pacific/Kiritimati', '2026-03-01T10:00:00.000Z', '2026-03-02'],
  ['Pacific/Pago_Pago', '2026-03-02T10:59:59.999Z', '2026-03-01'],
  ['Pacific/Pago_Pago', '2026-03-02T11:00:00.000Z', '2026-03-02'],
  ['Asia/Kathmandu', '2026-03-01T18:14:59.999Z', '2026-03-01'],
  ['Asia/Kathmandu', '2026-03-01T18:15:00.000Z', '2026-03-02'],
  ['Pacific/Chatham', '2026-03-01T10:14:59.999Z', '2026-03-01'],
  ['Pacific/Chatham', '2026-03-01T10:15:00.000Z', '2026-03-02'],
  // Clocks go forward at midnight: the day begins at one.
  ['America/Havana', '2025-03-09T04:59:59.999Z', '2025-03-08'],
  ['America/Havana', '2025-03-09T05:00:00.000Z', '2025-03-09'],
  // Clocks go back to midnight: the day's first hour comes twice.
  ['America/Havana', '2025-11-02T03:59:59.999Z', '2025-11-01'],
  ['America/Havana', '2025-11-02T05:00:00.000Z', '2025-11-02'],
  // Half an hour of daylight saving.
  ['Australia/Lord_Howe', '2025-04-05T13:00:00.000Z', '2025-04-06'],
  ['Australia/Lord_Howe', '2025-04-06T13:29:59.999Z', '2025-04-06'],
  ['Australia/Lord_Howe', '2025-04-06T13:30:00.000Z', '2025-04-07'],
  // The day on which Samoa changed sides of the date line never was.
  ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
  ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
];

const goodZones = [
  'UTC',
  'utc',
  'asia/jakarta',
  'Etc/GMT-7',
  'America/Port-au-Prince',
  'America/Argentina/Buenos_Aires',
];

/** Names that one runtime or another would take, but that are no IANA names. */
const badZones = [
  'UTC+7',
  'GMT+7',
  '+07:00',
  '<+07>-07',
  'WIB',
  'posix/Asia/Jakarta',
  'right/Asia/Jakarta',
  'localtime',
  'Asia',
  ' ',
  '',
];

/** Which calendar day a mark belongs to. */
export const schoolDays: ContractTopic = {
  name: 'the school day',
  tests: {
    "is that of the instant in the school's own time zone": async (world) => {
      for (const [index, [zone, instant, day]] of midnights.entries()) {
        const { school, child } = await moveToZone(world, zone, index);
        world.clock.set(instant);
        const { result, effects } = await effectsOf(world.probe, () => world.mark(child, 'present'));
        expectEqual(`the day of ${instant} in ${zone}`, result.record.date, day);
        expectEqual(`the jobs of ${instant} in ${zone}`, effects.jobs, 1);
        const { date } = await world.attendance.getDailySummary({ schoolId: school.id });
        expectEqual(`today at ${instant} in ${zone}`, date, day);
      }
    },

    'is that of when the mark happened, not of when it arrives': async ({ children, clock, mark }) => {
      clock.set('2026-03-02T06:00:00+07:00');
      const { record } = await mark(children.sekar, 'present', { occurredAt: '2026-03-01T23:59:59.999+07:00' });

      expectEqual('the day', record.date, yesterday);
    },

    'differs between schools at the same instant': async ({ children, clock, mark }) => {
      clock.set('2026-03-02T23:30:00+07:00');
      const jakarta = await mark(children.sekar, 'present');
      const makassar = await mark(children.wayan, 'present');

      expectEqual('the day in Jakarta', jakarta.record.date, today);
      expectEqual('the day in Makassar', makassar.record.date, tomorrow);
    },

    'is the one that the command names, whatever its instant': async ({ probe, children, mark }) => {
      const { result } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:00'), date: '2026-02-27' }),
      );

      expectFields('the record', result.record, { date: '2026-02-27', occurredAt: at('08:00') });
    },

    'reaches from the first to the last day of the calendar': async ({ probe, repository, children, clock, mark }) => {
      const named = { occurredAt: new Date('0001-01-02T00:00:00Z'), date: '0001-01-01' };
      await repository.recordMarks(requestOf([markOf(children.sekar, 'present', named)]));
      const told: string[] = [];
      for (const instant of ['0001-01-02T00:00:00Z', '0999-06-15T00:00:00Z', '9999-12-29T00:00:00Z']) {
        clock.set(instant);
        const { result } = await effectsOf(probe, () => mark(children.sekar, 'present'));
        expectEqual('the instant', result.record.occurredAt, new Date(instant));
        told.push(result.record.date);
      }

      expectFields('the first', await findRecord(probe, children.sekar, named), named);
      expectEqual('the days', told, ['0001-01-02', '0999-06-15', '9999-12-29']);
    },

    'is known for IANA names, in upper or lower case': async (world) => {
      world.clock.set('2026-03-02T12:00:00Z');
      for (const zone of goodZones) {
        const { child } = await moveToZone(world, zone);
        const { record } = await world.mark(child, 'present');
        expectEqual(`the day in ${zone}`, record.date, today);
      }
    },

    'is unknown for whatever is no IANA name': async (world) => {
      for (const zone of badZones) {
        const { school, child } = await moveToZone(world, zone);
        const what = `zone ${JSON.stringify(zone)}`;
        await expectRejected(`a mark in ${what}`, world.mark(child, 'present'), 'school_timezone_invalid');
        const register = world.attendance.getRegister({ schoolId: school.id });
        await expectRejected(`the register in ${what}`, register, 'school_timezone_invalid');
      }
    },

    'is needed by a mark also when the command names a date': async ({ probe, children, mark }) => {
      await expectRejected('a mark', mark(children.amira, 'present', { date: yesterday }), 'school_timezone_invalid');
      expectEqual('the records', await probe.records(), []);
    },

    'is not needed to read a date that the query names': async ({ schools, children, attendance }) => {
      const query = { schoolId: schools.adrift.id, date: yesterday };
      const { entries } = await attendance.getRegister(query);

      expectEqual('the children', childIdsOf(entries), [children.amira.id]);
      expectFields('the summary', await attendance.getDailySummary(query), {
        date: yesterday,
        enrolled: 1,
        unmarked: 1,
      });
      await expectRejected(
        'today',
        attendance.getDailySummary({ schoolId: schools.adrift.id }),
        'school_timezone_invalid',
      );
    },

    'fails its own school only, in a batch of several': async ({
      probe,
      repository,
      children: { amira, sekar, wayan },
    }) => {
      const marks = [sekar, amira, wayan].map((child) => markOf(child, 'present'));
      const results = await repository.recordMarks(requestOf(marks));

      expectEqual('the outcomes', outcomesOf(results), ['recorded', 'rejected', 'recorded']);
      expectFields('the rejection', results[1], { childId: amira.id, code: 'school_timezone_invalid' });
      expectFields('the first record', await findRecord(probe, sekar), { date: today });
      expectFields('the last record', await findRecord(probe, wayan), { date: today });
    },
  },
};

/** Makes one child the whole of a roster, in a school of that zone. */
async function moveToZone({ probe, idType }: ContractWorld, timezone: string, number = 1) {
  const school = buildSchool({ id: testId('school', number, idType), timezone });
  const child = buildChild({ schoolId: school.id, id: testId('child', number, idType) });
  await probe.setRoster(toRoster([school], [child], idType));
  return { school, child };
}
