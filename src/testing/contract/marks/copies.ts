import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectNoTrace, findRecord, readStore } from '../world/store-snapshot.js';

/** Values that go in and out share nothing with the store. */
export const copies: ContractTopic = {
  name: 'what goes in and out',
  tests: {
    'is stored as it was when the call was made': async ({ probe, children, attendance }) => {
      const occurredAt = at('08:00');
      const command = { childId: children.sekar.id, status: 'present', markedBy: 'teacher-1', occurredAt } as const;
      const call = attendance.markAttendance(command);
      occurredAt.setTime(0);
      Object.assign(command, { status: 'absent', note: 'changed', markedBy: 'somebody' });

      const { record } = await call;
      expectFields('the record', record, {
        status: 'present',
        note: null,
        markedBy: 'teacher-1',
        occurredAt: at('08:00'),
      });
      expectEqual('the stored record', await findRecord(probe, children.sekar), record);
    },

    'can be changed after a call without changing what is stored': async ({ probe, repository, children }) => {
      const request = requestOf([markOf(children.sekar, 'present')], { jobIds: [crypto.randomUUID()] });
      await repository.recordMarks(request);

      await expectNoTrace('a change of the request', probe, async () => {
        request.now.setTime(0);
        for (const mark of request.marks) {
          mark.occurredAt.setTime(0);
          Object.assign(mark, { status: 'absent', childId: children.bagas.id });
        }
      });
    },

    'can be changed in an answer to a mark without changing what is stored': async ({ probe, children, mark }) => {
      const { record } = await mark(children.sekar, 'present', { occurredAt: at('08:00') });

      await expectNoTrace('a change of the answer', probe, async () => {
        for (const instant of [record.occurredAt, record.confirmedAt, record.recordedAt]) instant.setTime(0);
        Object.assign(record, { status: 'absent', note: 'changed' });
      });
    },

    'can be changed in an answer that changed nothing': async ({ probe, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const { record } = await mark(children.sekar, 'absent', { occurredAt: at('07:00') });

      await expectNoTrace('a change of the answer', probe, async () => {
        for (const instant of [record.occurredAt, record.confirmedAt, record.recordedAt]) instant.setTime(0);
      });
    },

    'can be changed in what was read without changing what is read next': async ({
      probe,
      schools,
      children,
      attendance,
      mark,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const { id: schoolId } = schools.jakarta;
      const readAll = () =>
        Promise.all([
          attendance.getRegister({ schoolId }),
          attendance.getDailySummary({ schoolId }),
          attendance.getHistory({ schoolId, childId: children.sekar.id }),
        ]);
      const expected = structuredClone(await readAll());
      const stored = await readStore(probe);
      const [register, summary, history] = await readAll();
      for (const entry of register.entries) {
        entry.record?.occurredAt.setTime(0);
        Object.assign(entry, { name: 'changed', status: 'absent' });
      }
      Object.assign(summary.byStatus, { present: 99 });
      for (const revision of history) revision.recordedAt.setTime(0);

      expectEqual('what is read next', await readAll(), expected);
      expectEqual('what is stored', await readStore(probe), stored);
    },

    'can be changed in the roster without changing what the store knows': async ({
      roster,
      schools,
      children,
      attendance,
    }) => {
      const { name } = children.sekar;
      const { id: schoolId } = schools.jakarta;
      for (const school of roster.schools) Object.assign(school, { timezone: 'Pacific/Pago_Pago' });
      for (const child of roster.children) Object.assign(child, { name: 'changed' });
      for (const enrolment of roster.enrolments ?? []) Object.assign(enrolment, { enrolledUntil: '2000-01-01' });

      const { date, entries } = await attendance.getRegister({ schoolId });
      expectEqual('the day', date, today);
      expectEqual("the first child's name", entries.find(({ childId }) => childId === children.sekar.id)?.name, name);
    },
  },
};
