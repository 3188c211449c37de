import { parentPort, workerData } from 'node:worker_threads';
import { createPool } from '../../test/integration/support/school-database.ts';
import { sumReports } from '../check/check-store.ts';
import { Fuzz } from './fuzz.ts';
import { Anything } from './hostile-value.ts';
import { heldMb } from './meter.ts';
import { makePlan } from './plan.ts';
import type { FuzzOrder, FuzzResult, FuzzStart } from './run-fuzz.ts';
import { openStores } from './store.ts';

const order: FuzzOrder = workerData;
const strays: string[] = [];
process.on('unhandledRejection', (reason) => strays.push(`a rejection that nobody heard: ${wordsOf(reason)}`));
process.on('uncaughtException', (error) => strays.push(`an error that nobody caught: ${wordsOf(error)}`));
const result = fuzz(order).catch((error: unknown) => ({ end: `the fuzz itself failed: ${wordsOf(error)}` }));
parentPort?.postMessage(await result);

async function fuzz({ kind, serverUrl, migratedUrl, seed, first, inputs, progress }: FuzzOrder): Promise<FuzzResult> {
  const stores = await openStores(kind, serverUrl);
  const pool = createPool({ connectionString: migratedUrl, max: 4 });
  const plan = await makePlan(stores, pool);
  const anything = new Anything(seed);
  const start: FuzzStart = { names: plan.names };
  parentPort?.postMessage(start);
  const { names } = plan;
  const onInput = (input: number, name: string) => {
    Atomics.store(progress, 0, input);
    Atomics.store(progress, 1, names.indexOf(name));
  };
  const run = new Fuzz({ plan, anything, seed, onInput });
  const before = heldMb();
  for (let input = first; input < first + inputs; input += 1) await run.send(input);
  const after = heldMb();
  const reports = await Promise.all(stores.filter(({ purpose }) => purpose === 'kept').map((store) => store.check()));
  for (const store of stores) await store.close();
  await pool.end();
  const { functions, codes, slowest, breaches } = run.tally;
  const memory = { beforeMb: before, peakMb: run.peakMb, afterMb: after };
  return { tally: { functions, codes, slowest, breaches }, memory, check: sumReports(reports), strays };
}

function wordsOf(reason: unknown): string {
  try {
    return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  } catch {
    return 'it cannot be looked at';
  }
}
