import { startPostgres } from '../../support/postgres-server.ts';
import { sumReports } from '../check/check-store.ts';
import type { FaultContext, Scenario, ScenarioReport } from '../scenario.ts';
import { findMethods } from '../support/find-methods.ts';
import { askAsStranger } from '../tenants/ask-as-stranger.ts';
import { cases, withoutIds } from '../tenants/cases.ts';
import { openTenants, type TenantsStore } from '../tenants/tenants-store.ts';

/** Questions, of two calls each, by kind of store. */
const questions = {
  short: { memory: 44_000, postgres: 6_000 },
  long: { memory: 400_000, postgres: 100_000 },
} as const;

/** Questions asked at a time. */
const clients = 8;
/** The schools that ask, by number. */
const askers = [1, 2];

/** Every method and a foreign school's ids. */
export const tenants: Scenario = {
  id: 'tenants',
  promise:
    "Another school's child is answered for like one that doesn't exist, in every word, and nothing of it comes out.",
  run: async (context) => {
    const server = await startPostgres({ settings: { fsync: 'off' } });
    try {
      return await askEverything(await openTenants(server.url), context);
    } finally {
      await server.stop({ immediate: true });
    }
  },
};

async function askEverything(stores: readonly TenantsStore[], context: FaultContext): Promise<ScenarioReport> {
  requireEveryMethod(stores);
  const leaks = new Leaks();
  const calls = { memory: 0, postgres: 0 };
  for (const store of stores) {
    const count = questions[context.isLong ? 'long' : 'short'][store.kind] / (stores.length / 2) / askers.length;
    for (const asker of askers) {
      const before = await store.readOthers(asker);
      await askOne({ store, asker, seed: context.seed }, count, leaks);
      calls[store.kind] += 2 * count;
      if ((await store.readOthers(asker)) !== before) leaks.add(`${store.kind}: other schools' rows have changed`, '');
    }
    context.progress(`${store.kind}, ids of type ${store.idType}: ${2 * count * askers.length} calls`);
  }
  const check = sumReports(await Promise.all(stores.map((store) => store.check())));
  for (const store of stores) await store.close();
  return {
    ...check,
    faults: { calls: calls.memory + calls.postgres },
    figures: { memoryCalls: calls.memory, postgresCalls: calls.postgres, leaks: leaks.count },
    breaches: leaks.inWords(),
  };
}

/** Clients take the next question as soon as they have an answer. */
async function askOne(
  stranger: { readonly store: TenantsStore; readonly asker: number; readonly seed: number },
  count: number,
  leaks: Leaks,
): Promise<void> {
  let next = 0;
  const client = async () => {
    while (next < count) {
      next += 1;
      const { method, leak } = await askAsStranger({ ...stranger, number: next });
      if (leak !== undefined) leaks.add(`${stranger.store.kind}: ${method}`, leak);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** What came out, by where: how often, and the first one in words. */
class Leaks {
  readonly #found = new Map<string, { readonly first: string; readonly times: number }>();

  add(where: string, what: string): void {
    const { first = what, times = 0 } = this.#found.get(where) ?? {};
    this.#found.set(where, { first, times: times + 1 });
  }

  get count(): number {
    return [...this.#found.values()].reduce((sum, { times }) => sum + times, 0);
  }

  inWords(): string[] {
    return [...this.#found].map(([where, { first, times }]) => `${where} (${times} times): ${first}`);
  }
}

/** A new method must say whether it takes ids. */
function requireEveryMethod([store]: readonly TenantsStore[]): void {
  const known = [...Object.keys(cases), ...withoutIds];
  const names = store ? findMethods(store.attendance).map(({ name }) => name) : [];
  const unknown = names.filter((name) => !known.includes(name) && !name.startsWith('schemas.'));
  if (unknown.length > 0) throw new Error(`nobody asks ${unknown.join(', ')} as a stranger`);
}
