import type { Pool } from 'pg';
import { alternate } from '../../load/alternate.ts';
import type { World } from '../../world/world.ts';
import type { BenchContext, Section } from '../scenario.ts';
import { type Subject, withSubjects } from './subjects.ts';
import { walDuring } from './wal-bytes.ts';
import { markSome } from './ways.ts';

/** WAL a mark, by contestant and way. */
export async function measureWal(context: BenchContext, world: World, monitor: Pool): Promise<Section> {
  const { options, calendar } = context;
  const rounds = { rounds: options.quick ? 1 : 3, patienceMs: Number.POSITIVE_INFINITY };
  const marks = options.quick ? 400 : 2_000;
  const measured = await withSubjects(world.url, calendar, (subjects) =>
    alternate(subjects, rounds, (subject) => measureOne(context, world, { monitor, subject, marks })),
  );
  return {
    id: 'storage-wal',
    title: 'WAL bytes a mark',
    how: `\`pg_current_wal_insert_lsn\` before and after some ${marks} marks, autovacuum off, ${world.rows} records of history. After a checkpoint the first change of each page writes the page as a whole; "later" is the same children on the next day, whose pages were written since. A correction is another status for a child already marked; V3/V4 has none and inserts a second record.`,
    rows: measured.map(({ subject, figures, runs }) => ({
      contestant: subject.name,
      how: subject.way.name,
      ...figures,
      runs,
    })),
  };
}

async function measureOne(
  { calendar }: BenchContext,
  { roster }: World,
  { monitor, subject, marks }: { monitor: Pool; subject: Subject; marks: number },
) {
  const { contestant, way } = subject;
  const perMark = async (status: 'present' | 'absent') => {
    let done = 0;
    const bytes = await walDuring(monitor, async () => {
      done = await markSome(contestant, way, { roster, marks, status });
    });
    return bytes / done;
  };
  await markSome(contestant, way, { roster, marks, status: 'present' });
  calendar.nextDay();
  await monitor.query('checkpoint');
  const firstAfterCheckpoint = await perMark('present');
  calendar.nextDay();
  const firstLater = await perMark('present');
  const correctionLater = await perMark('absent');
  await monitor.query('checkpoint');
  const correctionAfterCheckpoint = await perMark('present');
  return { firstLater, firstAfterCheckpoint, correctionLater, correctionAfterCheckpoint };
}
