import { buildChild } from '../../kit/builders.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { childIdsOf } from '../world/columns-of.js';
import { at, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { toRoster } from '../world/to-roster.js';

/** Registers: the enrolled children, and their marks. */
export const registers: ContractTopic = {
  name: 'the register',
  tests: {
    'holds every enrolled child by name, marked or not': async ({ schools, children, attendance, mark }) => {
      const { sekar, bagas, nayla, intan } = children;
      const { record } = await mark(nayla, 'late', { occurredAt: at('08:20'), note: 'by taxi' });

      const register = await attendance.getRegister({ schoolId: schools.jakarta.id });

      const unmarked = { status: null, record: null };
      expectEqual('the register', register, {
        schoolId: schools.jakarta.id,
        date: today,
        session: 'am',
        entries: [
          { childId: bagas.id, name: bagas.name, classId: 'melati', ...unmarked },
          { childId: intan.id, name: intan.name, classId: null, ...unmarked },
          { childId: nayla.id, name: nayla.name, classId: 'kenanga', status: 'late', record },
          { childId: sekar.id, name: sekar.name, classId: 'melati', ...unmarked },
        ],
      });
    },

    'holds one class only, if that is asked for': async ({ schools, children, attendance }) => {
      const { entries } = await attendance.getRegister({ schoolId: schools.jakarta.id, classId: 'melati' });

      expectEqual('the children', childIdsOf(entries), [children.bagas.id, children.sekar.id]);
    },

    'is empty for a class that nobody is in, and where nobody is enrolled': async ({
      probe,
      idType,
      schools,
      attendance,
    }) => {
      const { id: schoolId } = schools.jakarta;
      const noClass = await attendance.getRegister({ schoolId, classId: 'Melati' });
      await probe.setRoster(toRoster([schools.jakarta], [], idType));
      const nobody = await attendance.getRegister({ schoolId, date: yesterday });

      const empty = { schoolId, session: 'am', entries: [] };
      expectEqual('the register of no class', noClass, { ...empty, date: today });
      expectEqual('the register of nobody', nobody, { ...empty, date: yesterday });
    },

    'holds a child from its first to its last day': async ({ schools, children, attendance }) => {
      const namesOn = async (date: string) => {
        const { entries } = await attendance.getRegister({ schoolId: schools.jakarta.id, date });
        return childIdsOf(entries).sort();
      };
      const { sekar, bagas, nayla, intan, laras, tegar } = children;
      const idsOf = (...group: readonly { readonly id: string }[]) => group.map(({ id }) => id).sort();

      expectEqual('yesterday', await namesOn(yesterday), idsOf(sekar, bagas, intan, laras));
      expectEqual('today', await namesOn(today), idsOf(sekar, bagas, intan, nayla));
      expectEqual('tomorrow', await namesOn(tomorrow), idsOf(sekar, bagas, intan, tegar));
    },

    'shows a cleared child as unmarked, with the record that says so': async ({
      schools,
      children,
      attendance,
      mark,
      clear,
    }) => {
      await mark(children.nayla, 'present', { occurredAt: at('08:00') });
      const { record } = await clear(children.nayla, { occurredAt: at('08:30') });

      const { entries } = await attendance.getRegister({ schoolId: schools.jakarta.id, classId: 'kenanga' });
      expectFields('the entry', entries[0], { status: null, record });
    },

    'shows the marks of its own day and session': async ({ schools, children, attendance, mark }) => {
      await mark(children.sekar, 'sick', { session: 'pm', occurredAt: at('08:00') });
      await mark(children.sekar, 'late', { date: yesterday, occurredAt: at('08:00') });

      const query = { schoolId: schools.jakarta.id, classId: 'melati' };
      const statusIn = async (place: { session?: 'pm'; date?: string }) => {
        const { entries } = await attendance.getRegister({ ...query, ...place });
        return entries.find(({ childId }) => childId === children.sekar.id)?.status;
      };
      expectEqual('this morning', await statusIn({}), null);
      expectEqual('this afternoon', await statusIn({ session: 'pm' }), 'sick');
      expectEqual('yesterday', await statusIn({ date: yesterday }), 'late');
    },

    "is of the school's own today": async ({ schools, attendance, clock }) => {
      clock.set('2026-03-02T23:30:00+07:00');

      expectFields('in Jakarta', await attendance.getRegister({ schoolId: schools.jakarta.id }), { date: today });
      expectFields('in Makassar', await attendance.getRegister({ schoolId: schools.makassar.id }), { date: tomorrow });
    },

    'sorts children of one name by id, and names as people do': async ({ probe, idType, schools, attendance }) => {
      const names = ['Zoë', 'amira', 'Örjan', 'Amira', 'Zoë', 'Émile', 'Amira'];
      const children = names.map((name, index) =>
        buildChild({ schoolId: schools.jakarta.id, id: testId('child', index + 1, idType), name }),
      );
      await probe.setRoster(toRoster([schools.jakarta], children.toReversed(), idType));

      const { entries } = await attendance.getRegister({ schoolId: schools.jakarta.id });
      const order = [2, 4, 7, 6, 3, 1, 5].map((number) => testId('child', number, idType));
      expectEqual('the children', childIdsOf(entries), order);
    },

    'does not take a child marked elsewhere for its own': async ({
      probe,
      idType,
      schools,
      children,
      attendance,
      mark,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const moved = { ...children.sekar, schoolId: schools.makassar.id };
      await probe.setRoster(toRoster([schools.jakarta, schools.makassar], [moved], idType));

      const { entries } = await attendance.getRegister({ schoolId: schools.makassar.id });
      expectFields('the entry', entries[0], { childId: moved.id, status: null, record: null });
    },
  },
};
