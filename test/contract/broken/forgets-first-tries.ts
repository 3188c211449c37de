import { breakRecordMarks } from './break-repository.ts';

/** Takes the second try of a request for a new one. */
export const forgetsFirstTries = breakRecordMarks(
  (memory) =>
    ({ mayBeRecorded: _, ...request }, options) =>
      memory.recordMarks(request, options),
);
