import { breakRecordMarks } from './break-repository.ts';

/** Returns outcomes out of order: in the order in which rows were locked, that of the children's ids. */
export const returnsOutOfOrder = breakRecordMarks((memory) => async (request, options) => {
  const results = await memory.recordMarks(request, options);
  return results.toSorted((a, b) => (a.childId < b.childId ? -1 : 1));
});
