import type { Child } from '../../../domain/roster.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { effectsOf, expectCountsEqualRecords, findRecord } from '../world/store-snapshot.js';

/** Which of several marks counts. */
export const orderOfMarks: ContractTopic = {
  name: 'the order of marks',
  tests: {
    'ends with the latest mark, whatever the order of arrival': async (world) => {
      const { probe, children } = world;
      for (const [index, order] of permutationsOf([0, 1, 2, 3]).entries()) {
        const date = `2026-02-${String(index + 1).padStart(2, '0')}`;
        for (const step of order) await marksOfOneDay[step]?.(world, children.sekar, date);
        const record = await findRecord(probe, children.sekar, { date });
        expectFields(`the record after the order ${order.join()}`, record, { status: 'sick', occurredAt: at('11:00') });
      }
      await expectCountsEqualRecords(probe);
    },

    'ends unmarked when a clear is the latest, whatever the order of arrival': async ({
      probe,
      children,
      mark,
      clear,
    }) => {
      await clear(children.sekar, { occurredAt: at('09:00') });
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.bagas, 'present', { occurredAt: at('08:00') });
      await clear(children.bagas, { occurredAt: at('09:00') });

      const expected = { status: null, occurredAt: at('09:00') };
      expectFields('the record cleared first', await findRecord(probe, children.sekar), expected);
      expectFields('the record marked first', await findRecord(probe, children.bagas), expected);
      await expectCountsEqualRecords(probe);
    },

    'counts the one that arrives later as the later of two at the same instant': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'absent', { occurredAt: at('08:00') }),
      );

      expectFields('the answer', result, { outcome: 'corrected', previousStatus: 'present' });
      expectFields('the record', result.record, { status: 'absent', occurredAt: at('08:00') });
      expectEqual('the effects', effects, { revisions: ['corrected'], counts: { present: -1, absent: 1 }, jobs: 1 });
    },

    'takes the later of a mark and a clear at the same instant for the later': async ({ children, mark, clear }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const cleared = await clear(children.sekar, { occurredAt: at('08:00') });
      const marked = await mark(children.sekar, 'late', { occurredAt: at('08:00') });

      expectFields('the clear', cleared, { outcome: 'cleared', previousStatus: 'present' });
      expectFields('the mark', marked, { outcome: 'recorded', previousStatus: null });
    },

    'tells marks a millisecond apart from each other': async ({ children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: '2026-03-02T08:00:00.002+07:00' });
      const older = await mark(children.sekar, 'absent', { occurredAt: '2026-03-02T08:00:00.001+07:00' });
      const newer = await mark(children.sekar, 'late', { occurredAt: '2026-03-02T08:00:00.003+07:00' });

      expectEqual('the older one', older.outcome, 'superseded');
      expectEqual('the newer one', newer.outcome, 'corrected');
      expectEqual('the instant', newer.record.occurredAt, new Date('2026-03-02T01:00:00.003Z'));
    },

    'takes a mark without an instant for the latest, also after a device whose clock runs ahead': async (world) => {
      const { probe, children, clock, mark } = world;
      await mark(children.sekar, 'present', { occurredAt: at('12:01') });

      const { result, effects } = await effectsOf(probe, () => mark(children.sekar, 'absent'));

      expectFields('the answer', result, { outcome: 'corrected', previousStatus: 'present' });
      const instants = { occurredAt: justAfter('12:01'), confirmedAt: justAfter('12:01'), recordedAt: clock.now() };
      expectFields('the record', result.record, instants);
      expectEqual('the effects', effects, { revisions: ['corrected'], counts: { present: -1, absent: 1 }, jobs: 1 });
      const [, revision] = await probe.revisions();
      expectFields('the revision', revision, { occurredAt: justAfter('12:01'), recordedAt: clock.now() });
    },

    'takes a mark without an instant for later than the latest that agreed with the record': async (world) => {
      const { children, mark } = world;
      await mark(children.sekar, 'present', { occurredAt: at('11:00') });
      await mark(children.sekar, 'present', { occurredAt: at('12:01') });

      const { outcome, record } = await mark(children.sekar, 'absent');
      expectEqual('the outcome', outcome, 'corrected');
      expectFields('the record', record, { occurredAt: justAfter('12:01'), confirmedAt: justAfter('12:01') });
    },

    'takes now for the instant of a mark without one': async ({ children, clock, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      clock.set(at('12:30'));

      const { record } = await mark(children.sekar, 'absent');

      expectFields('the record', record, { date: today, occurredAt: at('12:30'), confirmedAt: at('12:30') });
    },

    'takes a clear without an instant for the latest': async ({ children, mark, clear }) => {
      await mark(children.sekar, 'present', { occurredAt: at('12:01') });
      const { outcome, record } = await clear(children.sekar);

      expectEqual('the outcome', outcome, 'cleared');
      expectFields('the record', record, { status: null, occurredAt: justAfter('12:01') });
    },

    'lets no repetition come back over a mark without an instant that overruled it': async (world) => {
      const { probe, children, clock, mark } = world;
      for (const [child, occurredAt] of [
        [children.sekar, at('12:01')],
        [children.wayan, clock.now()],
      ] as const) {
        const send = () => mark(child, 'absent', { occurredAt });
        await send();
        await mark(child, 'present');

        const { result, effects } = await effectsOf(probe, send);

        expectFields('the answer', result, { outcome: 'superseded', previousStatus: 'present' });
        expectEqual('the effects', effects, { revisions: [], counts: {}, jobs: 0 });
      }
    },
  },
};

/** A change without an instant comes a millisecond after what stood. */
function justAfter(time: string): Date {
  return new Date(at(time).getTime() + 1);
}

type Step = (world: ContractWorld, child: Child, date: string) => Promise<unknown>;

const marksOfOneDay: readonly Step[] = [
  ({ mark }, child, date) => mark(child, 'present', { date, occurredAt: at('08:00') }),
  ({ mark }, child, date) => mark(child, 'absent', { date, occurredAt: at('09:00') }),
  ({ clear }, child, date) => clear(child, { date, occurredAt: at('10:00') }),
  ({ mark }, child, date) => mark(child, 'sick', { date, occurredAt: at('11:00') }),
];

function permutationsOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutationsOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
