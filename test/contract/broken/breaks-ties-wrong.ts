import type { Mark } from 'rollbook';
import { breakRecordMarks } from './break-repository.ts';

/** Breaks ties the wrong way: of two marks at the same instant, the one that arrives first wins. */
export const breaksTiesWrong = breakRecordMarks((memory) => (request, options) => {
  const { records } = memory.tables();
  const isTied = ({ childId, session, status, occurredAt, occurredLast }: Mark) =>
    !occurredLast &&
    records.some((record) => {
      const isOfMark = record.childId === childId && record.session === session;
      return isOfMark && record.status !== status && record.confirmedAt.getTime() === occurredAt.getTime();
    });
  const before = ({ occurredAt }: Mark) => new Date(occurredAt.getTime() - 1);
  const marks = request.marks.map((mark) => (isTied(mark) ? { ...mark, occurredAt: before(mark) } : mark));
  return memory.recordMarks({ ...request, marks }, options);
});
