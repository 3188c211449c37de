import type { Pool } from 'pg';
import type { Dice } from '../load/dice.ts';
import { findMethods, type PublicFunction } from '../support/find-methods.ts';
import { attendanceTargets, notPublic } from './arguments/attendance.ts';
import { hostTargets } from './arguments/hosts.ts';
import { libraryTargets } from './arguments/library.ts';
import { memoryTargets, postgresTargets, repositoryTargets } from './arguments/repository.ts';
import { schemaTargets } from './arguments/schemas.ts';
import { testingTargets } from './arguments/testing-kit.ts';
import { findExportedFunctions } from './exported-functions.ts';
import { requireJudgements } from './results/judge-result.ts';
import type { FuzzStore } from './store.ts';
import type { Target, Targets } from './target.ts';
import { pickWeighted } from './weighted.ts';

/** One function to call, and its store. */
export interface PlannedCall {
  /** A name with the store, such as `memory: attendance.markAttendance`. */
  readonly name: string;
  /** The name on every store, such as `attendance.markAttendance`. */
  readonly functionName: string;
  readonly target: Target;
  readonly store: FuzzStore;
  readonly call: (args: unknown[]) => unknown;
}

/** Functions that belong together. */
interface Group {
  /** The frequency of calls of this group, beside the other groups. */
  readonly weight: number;
  readonly calls: readonly PlannedCall[];
}

/** Every public function. Weights decide how often each is called. */
export class Plan {
  readonly #groups: readonly Group[];

  constructor(groups: readonly Group[]) {
    this.#groups = groups;
  }

  get names(): readonly string[] {
    return this.#groups.flatMap(({ calls }) => calls.map(({ name }) => name));
  }

  /** The name of each function, once, on however many stores it is called. */
  get functions(): readonly string[] {
    return [...new Set(this.#groups.flatMap(({ calls }) => calls.map(({ functionName }) => functionName)))];
  }

  /** The function that an input is for. */
  pick(dice: Dice): PlannedCall {
    const { calls } = pickWeighted(dice, this.#groups, ({ weight }) => weight);
    return pickWeighted(dice, calls, ({ target }) => target.weight ?? 1);
  }
}

/**
 * Plans calls of every public function. The plan of stores in memory includes functions that need no store.
 * @throws {Error} when a function of the package has no arguments or no result described here, or a description has no
 *         function
 */
export async function makePlan(stores: readonly FuzzStore[], pool: Pool): Promise<Plan> {
  const [first] = stores;
  if (!first) throw new Error('no store to call');
  const groups = (['attendance', 'repository'] as const).map((name) =>
    toGroup(
      name === 'attendance' ? 0.8 : 0.1,
      stores.flatMap((store) => planMethods(store, name)),
    ),
  );
  if (first.kind === 'postgres') return new Plan(groups);
  const targets = { ...libraryTargets, ...hostTargets(pool), ...testingTargets };
  const library = planCalls(first, { functions: await findExportedFunctions(), targets });
  const plan = new Plan([...groups, toGroup(0.35, library)]);
  requireJudgements(plan.functions);
  return plan;
}

interface Planned {
  readonly functions: readonly PublicFunction[];
  readonly targets: Targets;
}

function methodsOf({ attendance, fixture, kind }: FuzzStore): Record<'attendance' | 'repository', Planned> {
  const own = kind === 'memory' ? memoryTargets : postgresTargets;
  return {
    attendance: {
      functions: findMethods(attendance).filter(({ name }) => !notPublic.includes(name)),
      targets: { ...attendanceTargets, ...schemaTargets },
    },
    repository: { functions: findMethods(fixture.repository), targets: { ...repositoryTargets, ...own } },
  };
}

/** Calls of the methods that this store is for. */
function planMethods(store: FuzzStore, owner: 'attendance' | 'repository'): PlannedCall[] {
  return planCalls(store, methodsOf(store)[owner])
    .filter(({ target }) => (target.on ?? 'kept') === store.purpose)
    .map((planned) => {
      const functionName = `${owner}.${planned.functionName}`;
      return { ...planned, name: `${store.kind}: ${functionName}`, functionName };
    });
}

function planCalls(store: FuzzStore, { functions, targets }: Planned): PlannedCall[] {
  const names = functions.map(({ name }) => name);
  const unknown = [
    ...names.filter((name) => !targets[name]),
    ...Object.keys(targets).filter((name) => !names.includes(name)),
  ];
  if (unknown.length > 0) throw new Error(`no arguments, or no function, for ${unknown.join(', ')}`);
  return functions.flatMap(({ name, call }) => {
    const target = targets[name];
    return target ? [{ name, functionName: name, target, store, call }] : [];
  });
}

function toGroup(weight: number, calls: readonly PlannedCall[]): Group {
  return { weight, calls };
}
