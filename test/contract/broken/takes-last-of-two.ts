import type { Mark } from 'rollbook';
import { breakRecordMarks } from './break-repository.ts';

/** Takes the last of two marks of a child in one session, and says of both what came of it. */
export const takesLastOfTwo = breakRecordMarks((memory) => async (request, options) => {
  const keyOf = ({ schoolId, childId, session }: Mark) => [schoolId, childId, session].join();
  const last = new Map(request.marks.map((mark) => [keyOf(mark), mark]));
  const results = await memory.recordMarks({ ...request, marks: [...last.values()] }, options);
  const keys = [...last.keys()];
  return request.marks.flatMap((mark) => results[keys.indexOf(keyOf(mark))] ?? []);
});
