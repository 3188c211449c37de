import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { effectsOf, noEffects } from '../world/store-snapshot.js';

/** Outcomes of taking a mark back, and of marks after that. */
export const clearOutcomes: ContractTopic = {
  name: 'the outcome of a clear',
  tests: {
    'leaves a tombstone: the child is unmarked, the order of time is kept': async ({
      probe,
      schools,
      children,
      clock,
      mark,
      clear,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00'), reason: 'early', note: 'in the garden' });

      const { result, effects } = await effectsOf(probe, () =>
        clear(children.sekar, { occurredAt: at('08:30'), reason: 'wrong child', markedBy: 'teacher-2' }),
      );

      const place = { schoolId: schools.jakarta.id, childId: children.sekar.id, date: today, session: 'am' };
      const instants = { occurredAt: at('08:30'), confirmedAt: at('08:30'), recordedAt: clock.now() };
      const record = { ...place, ...instants, status: null, reason: 'wrong child', note: null, markedBy: 'teacher-2' };
      expectEqual('the answer', result, { outcome: 'cleared', previousStatus: 'present', record });
      expectEqual('the effects', effects, { revisions: ['cleared'], counts: { present: -1 }, jobs: 1 });
      const [, revision] = await probe.revisions();
      expectFields('the revision', revision, {
        status: null,
        previousStatus: 'present',
        reason: 'wrong child',
        note: null,
      });
    },

    'records a mark after a clear anew, without the details from before': async ({ probe, children, mark, clear }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever', note: 'called home' });
      await clear(children.sekar, { occurredAt: at('08:30'), reason: 'wrong child' });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('09:00') }),
      );

      expectFields('the answer', result, { outcome: 'recorded', previousStatus: null });
      expectFields('the record', result.record, {
        status: 'present',
        reason: null,
        note: null,
        occurredAt: at('09:00'),
      });
      expectEqual('the effects', effects, { revisions: ['recorded'], counts: { present: 1 }, jobs: 1 });
    },

    'supersedes a mark older than the clear': async ({ probe, children, mark, clear }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const cleared = await clear(children.sekar, { occurredAt: at('09:00') });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'absent', { occurredAt: at('08:30') }),
      );

      expectEqual('the answer', result, { outcome: 'superseded', previousStatus: null, record: cleared.record });
      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
    },

    'supersedes a clear older than the record': async ({ probe, children, mark, clear }) => {
      const standing = await mark(children.sekar, 'present', { occurredAt: at('09:00') });

      const { result, effects } = await effectsOf(probe, () => clear(children.sekar, { occurredAt: at('08:30') }));

      expectEqual('the answer', result, { outcome: 'superseded', previousStatus: 'present', record: standing.record });
      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
      const [, revision] = await probe.revisions();
      expectFields('the revision', revision, { status: null, previousStatus: 'present', superseded: true });
    },

    'leaves a child who was never marked unchanged, yet keeps when it was cleared': async ({
      probe,
      children,
      clear,
    }) => {
      const { result, effects } = await effectsOf(probe, () => clear(children.sekar, { occurredAt: at('08:30') }));

      expectFields('the answer', result, { outcome: 'unchanged', previousStatus: null });
      expectFields('the record', result.record, { status: null, occurredAt: at('08:30'), confirmedAt: at('08:30') });
      expectEqual('the effects', effects, noEffects);
    },

    'supersedes a mark older than the clear of a child who was never marked': async ({
      probe,
      children,
      mark,
      clear,
    }) => {
      const cleared = await clear(children.sekar, { occurredAt: at('08:30') });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:00') }),
      );

      expectEqual('the answer', result, { outcome: 'superseded', previousStatus: null, record: cleared.record });
      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
    },

    'records a mark newer than the clear of a child who was never marked': async ({ probe, children, mark, clear }) => {
      await clear(children.sekar, { occurredAt: at('08:30') });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:45') }),
      );

      expectFields('the answer', result, { outcome: 'recorded', previousStatus: null });
      expectEqual('the effects', effects, { revisions: ['recorded'], counts: { present: 1 }, jobs: 1 });
    },

    'leaves a second clear without effect but for when it was last confirmed': async ({
      probe,
      children,
      mark,
      clear,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const first = await clear(children.sekar, { occurredAt: at('08:30'), reason: 'wrong child' });

      const { result, effects } = await effectsOf(probe, () => clear(children.sekar, { occurredAt: at('09:00') }));

      const record = { ...first.record, confirmedAt: at('09:00') };
      expectEqual('the answer', result, { outcome: 'unchanged', previousStatus: null, record });
      expectEqual('the effects', effects, noEffects);
    },
  },
};
