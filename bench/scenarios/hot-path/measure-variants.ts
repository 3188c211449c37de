import { alternate } from '../../load/alternate.ts';
import { spreadDeck } from '../../load/deck.ts';
import { copyDatabase, dropDatabase } from '../../world/copy-world.ts';
import { urlOf, withPool } from '../../world/world.ts';
import type { BenchContext, Section } from '../scenario.ts';
import { type Captured, captureBoth } from './capture-both.ts';
import { VariantRun } from './variant-run.ts';
import { type Variant, variants } from './variants.ts';
import type { Year } from './year.ts';

const lone = 200;

/** Measures how much each index, write and setting of the tables costs a mark. */
export async function measureVariants(context: BenchContext, year: Year): Promise<Section> {
  const { server } = context;
  const captured = await captureBoth(urlOf(server.url, year.name), year.schools);
  const subjects = await openVariants(context, year);
  const measured = await alternate(subjects, { rounds: 5, patienceMs: Number.POSITIVE_INFINITY }, ({ run }) =>
    measureOne(context, run, captured, year),
  );
  for (const { run, database } of subjects) {
    await run.close();
    await dropDatabase(server.url, database);
  }
  return {
    id: 'hot-path',
    title: 'What each part of a mark costs',
    how: `rollbook's own statement, sent by one connection to copies of one database that differ in one thing each; per mark: CPU of the backend (µs), WAL bytes later in a morning and right after a checkpoint, of statements of 50 marks of 50 schools and of lone ones, which leave no write out; then of corrections of a sixth of the children; and which share of the updates, so far, needed no new index entry (HOT). Medians of 5 rounds in turn.`,
    rows: measured.map(({ subject, figures, runs }) => ({ variant: subject.name, ...figures, runs })),
  };
}

async function openVariants({ server, calendar }: BenchContext, { name }: Year) {
  const opened: { name: string; database: string; run: VariantRun }[] = [];
  for (const [index, variant] of variants.entries()) {
    const database = `bench_hot_${index}`;
    await copyDatabase(server.url, name, database);
    opened.push({
      name: variant.name,
      database,
      run: await openVariant(urlOf(server.url, database), calendar, variant),
    });
  }
  return opened;
}

async function openVariant(url: string, calendar: BenchContext['calendar'], { ddl, edit }: Variant) {
  await withPool(url, async (pool) => {
    for (const text of ddl) await pool.query(text);
  });
  const run = new VariantRun(url, calendar, edit);
  await run.open();
  return run;
}

/** Every child once a day. */
async function measureOne({ calendar }: BenchContext, run: VariantRun, { spread, single }: Captured, year: Year) {
  const deck = spreadDeck(year.schools);
  const hands = Array.from({ length: deck.length / 50 }, (_, index) => deck.slice(index * 50, (index + 1) * 50));
  const loneHands = deck.slice(0, lone).map((card) => [card]);
  calendar.nextDay();
  await run.checkpoint();
  const fresh = await run.mark(spread, hands, 'present');
  calendar.nextDay();
  const first = await run.mark(spread, hands, 'present');
  const correction = await run.mark(spread, hands.slice(0, hands.length / 6), 'absent');
  const inPlace = { records: await run.shareInPlace('records'), counts: await run.shareInPlace('daily_counts') };
  calendar.nextDay();
  const alone = await run.mark(single, loneHands, 'present');
  return {
    cpu: first.cpu,
    wal: first.wal,
    walAfterCheckpoint: fresh.wal,
    loneCpu: alone.cpu,
    loneWal: alone.wal,
    correctionCpu: correction.cpu,
    correctionWal: correction.wal,
    hotRecords: inPlace.records,
    hotCounts: inPlace.counts,
  };
}
