import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { effectsOf, noEffects, readStore } from '../world/store-snapshot.js';

/** Outcomes of a mark: the rows of the table of outcomes. */
export const markOutcomes: ContractTopic = {
  name: 'the outcome of a mark',
  tests: {
    'records the first mark of a child: record, revision, count and job': async ({
      probe,
      schools,
      children,
      clock,
      mark,
    }) => {
      const details = { reason: 'the bus was late', note: 'came with her aunt', markedBy: 'teacher-7' };
      const result = await mark(children.sekar, 'late', { occurredAt: at('08:20'), ...details });

      const key = { schoolId: schools.jakarta.id, date: today, session: 'am' };
      const place = { ...key, childId: children.sekar.id };
      const mine = { ...place, ...details, status: 'late', occurredAt: at('08:20'), recordedAt: clock.now() };
      const record = { ...mine, confirmedAt: at('08:20') };
      expectEqual('the answer', result, { outcome: 'recorded', previousStatus: null, record });
      const { records, revisions, dailyCounts, notificationJobs } = await readStore(probe);
      expectEqual('the stored records', records, [record]);
      const revision = { ...mine, id: revisions[0]?.id, outcome: 'recorded', superseded: false, previousStatus: null };
      expectEqual('the stored revisions', revisions, [revision]);
      expectEqual('the stored counts', dailyCounts, [{ ...key, status: 'late', count: 1 }]);
      expectEqual('the number of jobs', notificationJobs.length, 1);
    },

    'leaves an agreeing mark without effect but for when the status was last confirmed': async (world) => {
      const { probe, children, clock, mark } = world;
      const first = await mark(children.sekar, 'present', { occurredAt: at('08:00'), note: 'cheerful' });
      clock.advance(60_000);

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:30'), note: 'cheerful', markedBy: 'teacher-2' }),
      );

      const record = { ...first.record, confirmedAt: at('08:30') };
      expectEqual('the answer', result, { outcome: 'unchanged', previousStatus: 'present', record });
      expectEqual('the effects', effects, noEffects);
    },

    'amends a record of the same status with another note, and keeps when the status began': async (world) => {
      const { probe, children, clock, mark } = world;
      const first = await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever' });
      clock.advance(60_000);

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'sick', { occurredAt: at('08:30'), note: 'fetched at nine', markedBy: 'teacher-2' }),
      );

      const changed = {
        note: 'fetched at nine',
        markedBy: 'teacher-2',
        confirmedAt: at('08:30'),
        recordedAt: clock.now(),
      };
      expectEqual('the answer', result, {
        outcome: 'amended',
        previousStatus: 'sick',
        record: { ...first.record, ...changed },
      });
      expectEqual('the effects', effects, { revisions: ['amended'], counts: {}, jobs: 0 });
    },

    'amends a record of the same status with another reason': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever' });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'sick', { occurredAt: at('08:30'), reason: 'cough' }),
      );

      expectFields('the answer', result, { outcome: 'amended', previousStatus: 'sick' });
      expectFields('the record', result.record, { reason: 'cough', occurredAt: at('08:00'), confirmedAt: at('08:30') });
      expectEqual('the effects', effects, { revisions: ['amended'], counts: {}, jobs: 0 });
    },

    'corrects a record of another status, and moves both counts': async ({ probe, children, clock, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      clock.advance(60_000);

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'absent', { occurredAt: at('08:30'), markedBy: 'teacher-2' }),
      );

      expectFields('the answer', result, { outcome: 'corrected', previousStatus: 'present' });
      const instants = { occurredAt: at('08:30'), confirmedAt: at('08:30'), recordedAt: clock.now() };
      expectFields('the record', result.record, { status: 'absent', markedBy: 'teacher-2', ...instants });
      expectEqual('the effects', effects, { revisions: ['corrected'], counts: { present: -1, absent: 1 }, jobs: 1 });
    },

    'logs an older mark as superseded and answers with the record that stands': async ({
      probe,
      children,
      clock,
      mark,
    }) => {
      const standing = await mark(children.sekar, 'absent', { occurredAt: at('09:00'), note: 'nobody called' });
      clock.advance(60_000);

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:59'), note: 'waved', markedBy: 'teacher-2' }),
      );

      expectEqual('the answer', result, { outcome: 'superseded', previousStatus: 'absent', record: standing.record });
      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
      const [, revision] = await probe.revisions();
      const said = { status: 'present', note: 'waved', reason: null, markedBy: 'teacher-2', occurredAt: at('08:59') };
      expectFields('the revision', revision, {
        ...said,
        superseded: true,
        previousStatus: 'absent',
        recordedAt: clock.now(),
      });
    },

    'supersedes a mark older than the latest that agreed with the record': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const confirmed = await mark(children.sekar, 'present', { occurredAt: at('09:00') });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'absent', { occurredAt: at('08:30') }),
      );

      expectEqual('the answer', result, { outcome: 'superseded', previousStatus: 'present', record: confirmed.record });
      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
    },

    'keeps sessions and days of one child apart': async ({ probe, children, mark }) => {
      const afternoon = { session: 'pm', occurredAt: at('08:00') } as const;
      const dayBefore = { date: '2026-03-01', occurredAt: at('08:00') };
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });

      const { result: later, effects } = await effectsOf(probe, () => mark(children.sekar, 'absent', afternoon));
      const { result: earlier } = await effectsOf(probe, () => mark(children.sekar, 'sick', dayBefore));

      expectFields('the afternoon', later, { outcome: 'recorded', previousStatus: null });
      expectFields('the day before', earlier, { outcome: 'recorded', previousStatus: null });
      expectEqual('the effects', effects, { revisions: ['recorded'], counts: { absent: 1 }, jobs: 1 });
      expectEqual('the number of records', (await probe.records()).length, 3);
    },
  },
};
