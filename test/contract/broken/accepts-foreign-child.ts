import type { Mark } from 'rollbook';
import { breakRecordMarks } from './break-repository.ts';

/** Accepts another school's child: finds children by their id alone. */
export const acceptsForeignChild = breakRecordMarks((memory) => ({ schoolId: _, marks, ...request }, options) => {
  const withoutSchool = ({ schoolId: _, ...mark }: Mark): Mark => mark;
  return memory.recordMarks({ ...request, marks: marks.map(withoutSchool) }, options);
});
