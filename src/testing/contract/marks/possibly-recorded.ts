import type { Child } from '../../../domain/roster.js';
import type { RecordMarksRequest } from '../../../ports/mark-store.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { childIdsOf } from '../world/columns-of.js';
import { at } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectCountsEqualRecords, expectNoTrace, findRecord } from '../world/store-snapshot.js';

/** Outcomes of a request whose first try may have been recorded, mostly of marks that name no instant. */
export const possiblyRecorded: ContractTopic = {
  name: 'a request that may be recorded already',
  tests: {
    'is recorded when it was not': async ({ repository, probe, children }) => {
      const [result] = await repository.recordMarks(again(firstTry(children.sekar)));
      expectEqual('the outcome', result?.outcome, 'recorded');
      expectFields('the record', await findRecord(probe, children.sekar), {
        status: 'present',
        recordedAt: at('12:00'),
      });
    },

    'leaves no trace when it was': async ({ repository, probe, children }) => {
      await repository.recordMarks(firstTry(children.sekar));
      await expectNoTrace('the second try', probe, async () => {
        const [result] = await repository.recordMarks(again(firstTry(children.sekar)));
        expectEqual('the outcome', result?.outcome, 'unchanged');
      });
    },

    "leaves no trace after somebody's later correction": async ({ repository, probe, children }) => {
      await repository.recordMarks(firstTry(children.sekar));
      await repository.recordMarks(requestOf([otherMark(children.sekar)], { now: at('12:01') }));
      await expectNoTrace('the second try', probe, async () => {
        const [result] = await repository.recordMarks(again(firstTry(children.sekar)));
        expectEqual('the outcome', result?.outcome, 'superseded');
      });
    },

    'leaves no trace after a correction that happened at the very same instant': async ({
      repository,
      probe,
      children,
    }) => {
      const request = requestOf([markOf(children.sekar, 'present')]);
      await repository.recordMarks(request);
      const correction = markOf(children.sekar, 'absent', { markedBy: 'teacher-2' });
      await repository.recordMarks(requestOf([correction], { now: at('12:01') }));
      await expectNoTrace('the second try', probe, async () => {
        const [result] = await repository.recordMarks(again(request));
        expectEqual('the outcome', result?.outcome, 'superseded');
      });
    },

    'leaves no trace after a mark that was sent before it and arrived after it': async ({
      repository,
      probe,
      children,
    }) => {
      await repository.recordMarks(firstTry(children.sekar));
      await repository.recordMarks(requestOf([otherMark(children.sekar)], { now: at('11:59') }));
      await expectNoTrace('the second try', probe, async () => {
        const [result] = await repository.recordMarks(again(firstTry(children.sekar)));
        expectEqual('the outcome', result?.outcome, 'superseded');
      });
    },

    'leaves no trace when it came after a mark that was sent after it': async ({ repository, probe, children }) => {
      await repository.recordMarks(requestOf([otherMark(children.sekar)], { now: at('12:01') }));
      await repository.recordMarks(firstTry(children.sekar));
      const correction = { ...otherMark(children.sekar), status: 'late' };
      await repository.recordMarks(requestOf([correction], { now: at('12:02') }));
      await expectNoTrace('the second try', probe, async () => {
        const [result] = await repository.recordMarks(again(firstTry(children.sekar)));
        expectEqual('the outcome', result?.outcome, 'superseded');
      });
    },

    'overrules what stood before its first try, as that would have': async ({ repository, probe, children }) => {
      const before = markOf(children.sekar, 'absent', { occurredAt: at('12:30'), markedBy: 'teacher-2' });
      await repository.recordMarks(requestOf([before], { now: at('11:59') }));
      const [result] = await repository.recordMarks(again(firstTry(children.sekar)));
      expectEqual('the outcome', result?.outcome, 'corrected');
      await expectCountsEqualRecords(probe);
    },

    'tells of what only the second try changes, beside what the first one did': async ({
      repository,
      probe,
      children,
    }) => {
      const { sekar, bagas } = children;
      const request = { ...firstTry(sekar, bagas), jobIds: ['3f0c6a52-0000-4000-8000-000000000004'] };
      await repository.recordMarks(requestOf([{ ...otherMark(bagas), status: 'present' }], { now: at('11:58') }));
      await repository.recordMarks(request);
      await repository.recordMarks(requestOf([otherMark(bagas)], { now: at('11:59') }));
      const results = await repository.recordMarks(again(request));
      expectEqual(
        'the outcomes',
        results.map(({ outcome }) => outcome),
        ['unchanged', 'corrected'],
      );
      const told = (await probe.notificationJobs()).flatMap(({ changes }) => childIdsOf(changes));
      expectEqual('whom jobs are about', told.sort(), [sekar.id, bagas.id].sort());
      await expectCountsEqualRecords(probe);
    },

    'is another one when its marks happened at another time': async ({ repository, probe, children, mark }) => {
      await mark(children.sekar, 'absent', { occurredAt: at('11:00') });
      const late = [at('09:00'), at('09:30')].map((occurredAt) =>
        requestOf([markOf(children.sekar, 'present', { occurredAt })], { mayBeRecorded: true }),
      );
      for (const request of late) await repository.recordMarks(request);
      const logged = (await probe.revisions()).map(({ outcome }) => outcome);
      expectEqual('the revisions', logged.sort(), ['recorded', 'superseded', 'superseded']);
      for (const request of late) await expectNoTrace('again', probe, () => repository.recordMarks(request));
    },

    'finds who is unmarked as its first try did': async ({ repository, probe, children, mark }) => {
      await mark(children.bagas, 'sick', { occurredAt: at('11:00') });
      const request = { ...firstTry(children.sekar, children.bagas), onlyUnmarked: true };
      await repository.recordMarks(request);
      await expectNoTrace('the second try', probe, async () => {
        const results = await repository.recordMarks(again(request));
        expectEqual(
          'the outcomes',
          results.map(({ outcome }) => outcome),
          ['unchanged', 'kept'],
        );
      });
    },

    'is decided mark by mark': async ({ repository, probe, children }) => {
      await repository.recordMarks(firstTry(children.sekar));
      const results = await repository.recordMarks(again(firstTry(children.sekar, children.bagas)));
      expectEqual(
        'the outcomes',
        results.map(({ outcome }) => outcome),
        ['unchanged', 'recorded'],
      );
      await expectCountsEqualRecords(probe);
    },
  },
};

function firstTry(...children: readonly Child[]): RecordMarksRequest {
  const marks = children.map((child) => markOf(child, 'present', { occurredAt: at('11:58'), occurredLast: true }));
  return requestOf(marks, { now: at('12:00') });
}

/** By somebody else, after all that stands. */
function otherMark(child: Child) {
  return markOf(child, 'absent', { occurredAt: at('12:01'), occurredLast: true, markedBy: 'teacher-2' });
}

const again = (request: RecordMarksRequest): RecordMarksRequest => ({ ...request, mayBeRecorded: true });
