import type { Pool } from 'pg';
import type { World } from '../../world/world.ts';
import type { BenchContext, ResultRow, Section } from '../scenario.ts';
import { emptyTables, type Relation, readRelations, vacuumTables } from './relations.ts';
import { type Subject, withSubjects } from './subjects.ts';
import { markSome, type Way, ways } from './ways.ts';

/** Bytes on disk a mark, of each table and index. */
export async function measureDisk(context: BenchContext, world: World, monitor: Pool): Promise<Section> {
  const rows = await withSubjects(world.url, context.calendar, async (subjects) => {
    const sizes = new Map<string, ResultRow>();
    for (const subject of subjects.filter(({ name }) => name !== 'rollbook, no jobs')) {
      for (const { name, bytes } of await fill(context, world, monitor, subject)) {
        const key = `${subject.name} ${name}`;
        const known = sizes.get(key) ?? { contestant: subject.name, relation: name, ...noBytes };
        sizes.set(key, { ...known, [columnOf(subject.way)]: bytes });
      }
    }
    return withTotals([...sizes.values()]);
  });
  return {
    id: 'storage-disk',
    title: 'Bytes on disk a mark',
    how: "`pg_relation_size` after a vacuum, divided by the marks, of tables that were empty: first marks of several days, a child's one after the other; one session, `markedBy` of 7 characters, no reason or note. Jobs are still there, as before their fan-out; there are no deliveries yet.",
    rows,
  };
}

async function fill(
  { calendar, options }: BenchContext,
  { roster }: World,
  monitor: Pool,
  { contestant, schema, way }: Subject,
): Promise<Relation[]> {
  await emptyTables(monitor, schema);
  const marks = options.quick ? 400 : 4_000;
  let done = 0;
  for (let day = 0; day < 5; day += 1) {
    calendar.nextDay();
    done += await markSome(contestant, way, { roster, marks, status: 'present' });
  }
  await vacuumTables(monitor, schema);
  const relations = await readRelations(monitor, schema);
  const filled = relations.filter(({ name }) => !name.startsWith('deliveries'));
  return filled.map(({ name, bytes }) => ({ name, bytes: bytes / done }));
}

function columnOf({ bulkSize, callers }: Way): string {
  return bulkSize === undefined ? `callers${callers}` : `bulkOf${bulkSize}`;
}

const noBytes = Object.fromEntries(ways.map((way) => [columnOf(way), 0]));

/** Each contestant's relations, and their sum. */
function withTotals(rows: readonly ResultRow[]): ResultRow[] {
  const byContestant = Map.groupBy(rows, ({ contestant }) => contestant);
  return [...byContestant].flatMap(([contestant = '', some]) => {
    const sumOf = (column: string) => some.reduce((sum, row) => sum + Number(row[column]), 0);
    const totals = Object.fromEntries(Object.keys(noBytes).map((column) => [column, sumOf(column)]));
    return [...some, { contestant, relation: 'all of them', ...totals }];
  });
}
