import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { effectsOf, findRecord } from '../world/store-snapshot.js';

/** Texts that a store must not take for anything but text. */
const awkwardTexts = [
  '',
  ' ',
  'null',
  'NULL',
  '"quoted", \'twice\'',
  'back\\slash \\n \\\\',
  '{a,b}',
  'two\nlines\tand a tab\r\n',
  '$1 :name ?',
  "'; drop table records; --",
  'Ñandú, Ölçer, 小明, عائشة, 👩🏽‍🏫',
  '\u0001\u007F\u200B\uFEFF\uFFFF',
];

/** Reasons, notes and other texts. */
export const details: ContractTopic = {
  name: 'reason and note',
  tests: {
    'are kept by a mark that leaves them out': async ({ children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever', note: 'called home' });
      const { outcome, record } = await mark(children.sekar, 'sick', { occurredAt: at('08:30') });

      expectEqual('the outcome', outcome, 'unchanged');
      expectFields('the record', record, { reason: 'fever', note: 'called home' });
    },

    'are kept by a correction that leaves them out': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever', note: 'called home' });

      const { result } = await effectsOf(probe, () => mark(children.sekar, 'excused', { occurredAt: at('08:30') }));

      expectFields('the answer', result, { outcome: 'corrected' });
      expectFields('the record', result.record, { reason: 'fever', note: 'called home' });
      expectFields('the revision', (await probe.revisions()).at(-1), { reason: 'fever', note: 'called home' });
    },

    'are cleared one by one with null': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever', note: 'called home' });

      const first = await effectsOf(probe, () => mark(children.sekar, 'sick', { occurredAt: at('08:30'), note: null }));
      const second = await effectsOf(probe, () =>
        mark(children.sekar, 'sick', { occurredAt: at('08:40'), reason: null }),
      );

      expectFields('the first answer', first.result, { outcome: 'amended' });
      expectFields('the first record', first.result.record, { reason: 'fever', note: null });
      expectFields('the second answer', second.result, { outcome: 'amended' });
      expectFields('the second record', second.result.record, { reason: null, note: null });
    },

    'are unchanged by null where there is none': async ({ children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const { outcome } = await mark(children.sekar, 'present', { occurredAt: at('08:30'), reason: null, note: null });

      expectEqual('the outcome', outcome, 'unchanged');
    },

    'are amended from none to an empty text, which is not none': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const { result } = await effectsOf(probe, () =>
        mark(children.sekar, 'present', { occurredAt: at('08:30'), note: '' }),
      );

      expectEqual('the outcome', result.outcome, 'amended');
      expectFields('the record', result.record, { reason: null, note: '' });
    },

    'of a superseded mark stay out of the record': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'sick', { occurredAt: at('09:00'), reason: 'fever' });
      await mark(children.sekar, 'sick', { occurredAt: at('08:00'), reason: 'cough', note: 'in class' });

      expectFields('the record', await findRecord(probe, children.sekar), { reason: 'fever', note: null });
      expectFields('the revision', (await probe.revisions()).at(-1), {
        reason: 'cough',
        note: 'in class',
        superseded: true,
      });
    },

    'are kept letter by letter, as is who marked': async ({ probe, children, mark }) => {
      for (const [index, text] of awkwardTexts.entries()) {
        const markedBy = text === '' ? 'nobody' : text;
        const date = `2026-02-${String(index + 1).padStart(2, '0')}`;
        const { result } = await effectsOf(probe, () =>
          mark(children.sekar, 'sick', { occurredAt: at('08:00'), date, reason: text, note: text, markedBy }),
        );
        expectFields('the record', result.record, { reason: text, note: text, markedBy });
        expectFields('the revision', (await probe.revisions()).at(-1), { reason: text, note: text, markedBy });
      }
    },

    'are kept at their full length': async ({ probe, children, mark }) => {
      const texts = { reason: 'é'.repeat(500), note: '小'.repeat(2_000), markedBy: '☂'.repeat(255) };
      const { result } = await effectsOf(probe, () => mark(children.sekar, 'sick', texts));

      expectFields('the record', result.record, texts);
    },
  },
};
