import type { IdType } from '../../../domain/ids.js';
import { buildChild } from '../../kit/builders.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { childIdsOf } from '../world/columns-of.js';
import { at, respell } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { expectEmptyStore } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

/** Ids as one client or another may spell them. */
export const identities: ContractTopic = {
  name: 'ids',
  tests: {
    'have one canonical spelling': async ({ idType, repository, children }) => {
      const { id } = children.sekar;

      expectEqual('the id itself', repository.canonicalId(id), id);
      expectEqual('another spelling', repository.canonicalId(respell(id, idType)), id);
      for (const text of noIds[idType])
        expectEqual(`the canonical id of ${text}`, repository.canonicalId(text), undefined);
    },

    'mean the same child in every spelling': async ({ idType, probe, schools, children, attendance, mark }) => {
      const first = await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const respelled = { ...children.sekar, id: respell(children.sekar.id, idType) };
      const second = await mark(respelled, 'absent', {
        occurredAt: at('08:30'),
        schoolId: respell(schools.jakarta.id, idType),
      });

      expectFields('the answer', second, { outcome: 'corrected', previousStatus: 'present' });
      expectFields('the record', second.record, { schoolId: first.record.schoolId, childId: first.record.childId });
      expectEqual('the number of records', (await probe.records()).length, 1);
      const history = { schoolId: respell(schools.jakarta.id, idType), childId: respelled.id };
      expectEqual('the number of revisions', (await attendance.getHistory(history)).length, 2);
    },

    'come back canonical from a bulk': async ({ idType, schools, children, attendance }) => {
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId: respell(schools.jakarta.id, idType),
        childIds: [
          respell(children.bagas.id, idType),
          respell(children.sekar.id, idType),
          respell(children.wayan.id, idType),
        ],
        status: 'present',
        markedBy: 'teacher-1',
      });

      const expected = [children.bagas.id, children.sekar.id, children.wayan.id];
      expectEqual('the children', childIdsOf(outcomes), expected);
    },

    'twice in a bulk are refused, however spelled': async ({ idType, probe, schools, children, attendance }) => {
      const { id } = children.sekar;
      const bulk = { schoolId: schools.jakarta.id, markedBy: 'teacher-1' };
      const childIds = [id, children.bagas.id, respell(id, idType)];
      const marks = childIds.map((childId) => ({ childId, status: 'present' }) as const);

      await expectRejected(
        'childIds',
        attendance.markBulkAttendance({ ...bulk, childIds, status: 'present' }),
        'invalid_command',
      );
      await expectRejected('marks', attendance.markBulkAttendance({ ...bulk, marks }), 'invalid_command');
      await expectEmptyStore(probe);
    },

    'of another type are refused': async ({ idType, probe, schools, attendance, mark }) => {
      for (const id of noIds[idType]) {
        await expectRejected('a child', mark(buildChild({ id }), 'present'), 'invalid_command');
        await expectRejected('a school', attendance.getRegister({ schoolId: id }), 'invalid_command');
        const history = attendance.getHistory({ schoolId: schools.jakarta.id, childId: id });
        await expectRejected('a history', history, 'invalid_command');
      }
      await expectEmptyStore(probe);
    },

    'that look alike mean different children': async ({ idType, probe, schools, attendance }) => {
      const children = lookAlikes[idType].map((id) => buildChild({ id, schoolId: schools.jakarta.id }));
      await probe.setRoster(toRoster([schools.jakarta], children, idType));
      const childIds = lookAlikes[idType];
      const bulk = { schoolId: schools.jakarta.id, childIds, status: 'present', markedBy: 'teacher-1' } as const;
      const { outcomes } = await attendance.markBulkAttendance(bulk);

      const expected = childIds.map((childId) => ({ childId, outcome: 'recorded' }));
      expectEqual(
        'the outcomes',
        outcomes.map(({ childId, outcome }) => ({ childId, outcome })),
        expected,
      );
      expectEqual('the stored children', childIdsOf(await probe.records()).sort(), childIds.toSorted());
    },
  },
};

const noIds: Readonly<Record<IdType, readonly string[]>> = {
  uuid: [
    '1',
    'c41d0000000040008000000000000001',
    '{c41d0000-0000-4000-8000-000000000001}',
    'c41d0000-0000-4000-8000-00000000000g',
  ],
  bigint: ['one', '1.0', '1e3', '+1', ' 1', '9223372036854775808', '-9223372036854775809'],
  text: ['a\0b', '\uD800', 'x'.repeat(256)],
};

const lookAlikes: Readonly<Record<IdType, readonly string[]>> = {
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'c41d0000-0000-4000-8000-000000000001',
  ],
  bigint: [
    '9',
    '10',
    '-1',
    '0',
    '1',
    '9223372036854775807',
    '-9223372036854775808',
    '9007199254740993',
    '9007199254740992',
  ],
  text: ['1', '01', 'a', 'A', 'á', 'a\u0301', ' a', 'a ', 'a,b', '"a"', '{a}', 'a\\b', "a'b", 'null', 'NULL', '👩🏽‍🏫'],
};
