import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { at, respell, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { type BulkMark, sendBulk } from '../world/mark-calls.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectEmptyStore, expectNoTrace, findRecord } from '../world/store-snapshot.js';

/** The part of a mark in which two of them differ. */
type Half = Partial<BulkMark>;

/** A child twice in one day and session of a bulk, which is refused. */
export const bulksWithRepeats: ContractTopic['tests'] = {
  'is refused twice in one day and session': async (world) => {
    const { probe, idType, children } = world;
    const { sekar, bagas } = children;
    const respelled = respell(sekar.id, idType);
    const longAgo = { date: today, occurredAt: '2026-02-01T00:00:00Z' };
    const { id: childId } = sekar;
    const twice: readonly (readonly [string, Half, Half])[] = [
      ['alike', {}, {}],
      ['in two spellings', {}, { childId: respelled }],
      ['both with the day', { date: today }, { date: today }],
      ['one with the day', { date: today }, {}],
      ['one with the day, in two spellings', {}, { childId: respelled, date: today }],
      ['at two instants', { occurredAt: at('08:00') }, {}],
      ['one with the day, of long ago', { occurredAt: at('08:00') }, longAgo],
      ['in the afternoon', { session: 'pm' }, { session: 'pm', date: today }],
    ];
    for (const [how, first, second] of twice) {
      const marks: readonly BulkMark[] = [
        { childId, status: 'present', ...first },
        { childId: bagas.id, status: 'late' },
        { childId, status: 'present', ...second },
      ];
      const { details } = await expectRejected(how, sendBulk(world, marks), 'invalid_command');
      expectEqual(
        `where, ${how}`,
        details.issues.map(({ path }) => path),
        ['marks.2'],
      );
      for (const options of [{ allOrNothing: true }, { onlyUnmarked: true }, { returning: 'outcomes' }] as const)
        await expectRejected(`${how}, otherwise`, sendBulk(world, marks, options), 'invalid_command');
    }
    await expectEmptyStore(probe);
  },

  'is refused twice whatever would come of either mark': async (world) => {
    const { probe, children, mark } = world;
    const { sekar, laras } = children;
    await mark(sekar, 'present', { occurredAt: at('09:00') });
    await expectNoTrace('the bulks', probe, async () => {
      for (const childId of [laras.id, sekar.id]) {
        const marks: readonly BulkMark[] = [
          { childId, status: 'late', date: today },
          { childId, status: 'absent', occurredAt: at('08:00') },
        ];
        await expectRejected('the bulk', sendBulk(world, marks), 'invalid_command');
      }
    });
  },

  'is refused twice by the repository itself': async ({ probe, schools, children, repository }) => {
    const { sekar, bagas } = children;
    const derived = markOf(sekar, 'absent');
    const dated = markOf(sekar, 'present', { date: today, occurredAt: at('09:00') });
    for (const overrides of [{}, { schoolId: schools.jakarta.id }, { allOrNothing: true }]) {
      const request = requestOf([derived, markOf(bagas, 'late'), dated], overrides);
      const { details } = await expectRejected('it', repository.recordMarks(request), 'invalid_command');
      expectEqual(
        'where',
        details.issues.map(({ path }) => path),
        ['marks.2'],
      );
    }
    await expectEmptyStore(probe);
  },

  "is refused twice in a host's transaction, which goes on": async (world) => {
    const { probe, schools, children, attendance, transaction } = world;
    const { sekar } = children;
    const bulk = { schoolId: schools.jakarta.id, markedBy: 'teacher-1' };
    await transaction(async (inside) => {
      const options = { transaction: inside };
      const marks: readonly BulkMark[] = [
        { childId: sekar.id, status: 'late', date: today },
        { childId: sekar.id, status: 'absent' },
      ];
      await expectRejected('twice', attendance.markBulkAttendance({ ...bulk, marks }, options), 'invalid_command');
      await attendance.markBulkAttendance({ ...bulk, marks: marks.slice(0, 1) }, options);
    });

    expectFields('the record', await findRecord(probe, sekar), { status: 'late' });
    expectEqual('the number of revisions', (await probe.revisions()).length, 1);
  },
};
