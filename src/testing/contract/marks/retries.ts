import { expectEqual, expectFields } from '../../kit/expectations.js';
import { outcomesOf } from '../world/columns-of.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { effectsOf, expectNoTrace, noEffects } from '../world/store-snapshot.js';

/** Outcomes of a command that is sent again with the same `occurredAt`. */
export const retries: ContractTopic = {
  name: 'a command sent again',
  tests: {
    'leaves no trace': async ({ probe, children, clock, mark }) => {
      const send = () =>
        mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever', note: 'called home' });
      const first = await send();
      clock.advance(60_000);

      await expectNoTrace('the retry', probe, async () => {
        expectEqual('the answer', await send(), { outcome: 'unchanged', previousStatus: 'sick', record: first.record });
      });
    },

    "leaves no trace after somebody's later correction": async ({ probe, children, mark }) => {
      const send = () => mark(children.sekar, 'present', { occurredAt: at('08:00'), note: 'waved' });
      await send();
      const standing = await mark(children.sekar, 'absent', { occurredAt: at('09:00'), note: null });

      await expectNoTrace('the retry', probe, async () => {
        expectEqual('the answer', await send(), {
          outcome: 'superseded',
          previousStatus: 'absent',
          record: standing.record,
        });
      });
    },

    'leaves no trace after a later correction when it had changed nothing the first time': async (world) => {
      const { probe, children, mark } = world;
      const send = () => mark(children.sekar, 'present', { occurredAt: at('08:30') });
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      expectEqual('the first outcome', (await send()).outcome, 'unchanged');
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });

      await expectNoTrace('the retry', probe, async () => {
        expectEqual('the outcome', (await send()).outcome, 'superseded');
      });
    },

    'leaves no trace after a later correction when it had amended the record': async ({ probe, children, mark }) => {
      const send = () => mark(children.sekar, 'sick', { occurredAt: at('08:30'), note: 'called home' });
      await mark(children.sekar, 'sick', { occurredAt: at('08:00') });
      expectEqual('the first outcome', (await send()).outcome, 'amended');
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });

      await expectNoTrace('the retry', probe, async () => {
        expectEqual('the outcome', (await send()).outcome, 'superseded');
      });
    },

    'leaves no trace after several later corrections': async ({ probe, children, mark, clear }) => {
      const send = () => mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await send();
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });
      await clear(children.sekar, { occurredAt: at('10:00') });
      await mark(children.sekar, 'present', { occurredAt: at('11:00') });

      await expectNoTrace('the retry', probe, async () => {
        expectEqual('the outcome', (await send()).outcome, 'superseded');
      });
    },

    'leaves no trace when it was superseded from the start: it is logged once': async ({ probe, children, mark }) => {
      const send = () => mark(children.sekar, 'present', { occurredAt: at('08:00'), note: 'waved' });
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });
      const first = await effectsOf(probe, send);
      expectEqual('the first effects', first.effects, { revisions: ['superseded'], counts: {}, jobs: 0 });

      await expectNoTrace('the retry', probe, async () => {
        expectEqual('the answer', await send(), first.result);
      });
    },

    'leaves no trace when it was a clear': async ({ probe, children, mark, clear }) => {
      const send = () => clear(children.sekar, { occurredAt: at('08:30'), reason: 'wrong child' });
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await send();
      await expectNoTrace('the retry', probe, send);
      await mark(children.sekar, 'present', { occurredAt: at('09:00') });

      await expectNoTrace('the retry after a later mark', probe, async () => {
        expectEqual('the outcome', (await send()).outcome, 'superseded');
      });
    },

    'leaves no trace when it was a clear of a child who was never marked': async ({ probe, children, mark, clear }) => {
      const send = () => clear(children.sekar, { occurredAt: at('08:30') });
      await send();
      await expectNoTrace('the retry', probe, send);
      await mark(children.sekar, 'present', { occurredAt: at('09:00') });

      await expectNoTrace('the retry after a later mark', probe, async () => {
        expectEqual('the outcome', (await send()).outcome, 'superseded');
      });
    },

    'leaves no trace when it was a bulk': async ({ probe, schools, children, attendance, mark }) => {
      const childIds = [children.sekar.id, children.laras.id, children.bagas.id];
      const bulk = { schoolId: schools.jakarta.id, childIds, status: 'present', markedBy: 'teacher-1' } as const;
      const send = () => attendance.markBulkAttendance({ ...bulk, occurredAt: at('08:00') });
      await send();
      await mark(children.bagas, 'absent', { occurredAt: at('09:00') });

      await expectNoTrace('the retry', probe, async () => {
        const { outcomes } = await send();
        expectEqual('the outcomes', outcomesOf(outcomes), ['unchanged', 'rejected', 'superseded']);
      });
    },

    'is not logged when it says what stood at its time': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.sekar, 'present', { occurredAt: at('09:00') });

      const { result, effects } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:30') }),
      );

      expectEqual('the outcome', result.outcome, 'superseded');
      expectEqual('the effects', effects, noEffects);
    },

    'is logged when it brings a reason or a note that the history does not hold': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever', note: 'called home' });
      await mark(children.sekar, 'sick', { occurredAt: at('08:30') });
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });
      const details = [
        { occurredAt: at('08:10'), note: 'fetched' },
        { occurredAt: at('08:20'), reason: 'cough' },
        { occurredAt: at('08:25'), reason: 'fever', note: null },
      ];
      for (const said of details) {
        const { effects } = await effectsOf(probe, () => mark(children.sekar, 'sick', said));

        expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
        expectFields('the revision', (await probe.revisions()).at(-1), { status: 'sick', ...said });
      }
    },

    'is logged when it brings a note that the history holds with another status only': async (world) => {
      const { probe, children, mark } = world;
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.sekar, 'absent', { occurredAt: at('09:00'), note: 'waved' });

      const late = { occurredAt: at('08:00'), note: 'waved' };
      const { effects } = await effectsOf(probe, () => mark(children.sekar, 'present', late));

      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
    },

    'is logged when it says another status than the one that stood at its time': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });

      const { effects } = await effectsOf(probe, () => mark(children.sekar, 'absent', { occurredAt: at('08:30') }));

      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
    },

    'is logged whatever the history of another child, day or session holds': async ({ probe, children, mark }) => {
      const elsewhere = [
        { child: children.bagas, place: {} },
        { child: children.sekar, place: { session: 'pm' } },
        { child: children.sekar, place: { date: yesterday } },
      ] as const;
      for (const { child, place } of elsewhere) {
        await mark(child, 'present', { occurredAt: at('08:00'), ...place });
        await mark(child, 'absent', { occurredAt: at('09:00'), ...place });
      }
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });

      const { effects } = await effectsOf(probe, () => mark(children.sekar, 'present', { occurredAt: at('08:00') }));

      expectEqual('the effects', effects, { revisions: ['superseded'], counts: {}, jobs: 0 });
    },

    'is logged once for each status that it brings': async ({ probe, children, mark, clear }) => {
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });
      const sendAll = async () => {
        await mark(children.sekar, 'present', { occurredAt: at('08:00') });
        await mark(children.sekar, 'late', { occurredAt: at('08:00') });
        await clear(children.sekar, { occurredAt: at('08:00') });
      };
      await sendAll();

      const [, ...superseded] = await probe.revisions();
      expectEqual(
        'the statuses logged',
        superseded.map(({ status }) => status),
        ['present', 'late', null],
      );
      await expectNoTrace('the retry', probe, sendAll);
    },

    'is logged once for each day and session': async ({ probe, children, mark }) => {
      const places = [{}, { session: 'pm' }, { date: yesterday }] as const;
      for (const place of places) await mark(children.sekar, 'absent', { occurredAt: at('09:00'), ...place });
      const sendAll = async () => {
        for (const place of places) await mark(children.sekar, 'present', { occurredAt: at('08:00'), ...place });
      };
      await sendAll();

      const superseded = (await probe.revisions()).filter(({ outcome }) => outcome === 'superseded');
      const expected = [`${today} am`, `${today} pm`, `${yesterday} am`];
      expectEqual(
        'the places',
        superseded.map(({ date, session }) => `${date} ${session}`),
        expected,
      );
      await expectNoTrace('the retry', probe, sendAll);
    },
  },
};
