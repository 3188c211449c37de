import type { AttendanceRepository, NotificationOutbox } from 'rollbook';
import type { MemoryRepository, MemoryTransaction } from 'rollbook/memory';
import type { MemoryFixture } from '../memory-fixture.ts';

/** Makes a fixture whose repository, or store, is wrong in one way. */
export type Break = (fixture: MemoryFixture) => MemoryFixture;

type RecordMarks = AttendanceRepository<MemoryTransaction>['recordMarks'];

/** Breaks the one method that writes marks. */
export function breakRecordMarks(make: (memory: MemoryRepository) => RecordMarks): Break {
  return (fixture) => ({ ...fixture, repository: { ...fixture.repository, recordMarks: make(fixture.repository) } });
}

/** Breaks some methods of the outbox. */
export function breakOutbox(make: (memory: MemoryRepository) => Partial<NotificationOutbox>): Break {
  return (fixture) => {
    const { repository } = fixture;
    return { ...fixture, repository: { ...repository, outbox: { ...repository.outbox, ...make(repository) } } };
  };
}
