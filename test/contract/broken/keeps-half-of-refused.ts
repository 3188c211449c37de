import { breakRecordMarks } from './break-repository.ts';

/** Keeps half of a refused `allOrNothing`: what came before the rejected mark has been written already. */
export const keepsHalfOfRefused = breakRecordMarks((memory) => async (request, options) => {
  const results = await memory.recordMarks(request, options);
  const isRefused = request.allOrNothing && results.some(({ outcome }) => outcome === 'rejected');
  if (isRefused) {
    const marks = request.marks.slice(0, Math.ceil(request.marks.length / 2));
    await memory.recordMarks({ ...request, marks, allOrNothing: false }, options);
  }
  return results;
});
