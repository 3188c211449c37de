import { createSchoolDatabase, type SchoolDatabase } from '../../test/integration/support/school-database.ts';
import { addToldSchool, type ToldSchool } from '../../test/integration/telling/support/told-school.ts';
import { type PostgresServer, startPostgres } from '../../test/support/postgres-server.ts';
import { checkEverything } from '../check/check-everything.ts';
import type { IsRightlyTold } from '../check/mistold.ts';
import { Telling } from '../check/telling.ts';
import { Ledger } from '../load/ledger.ts';
import { zoneWhereItIsNoon } from '../load/noon-zone.ts';
import type { ScenarioReport } from '../scenario.ts';
import { breachesOfSessions } from './sessions.ts';
import { tellEverything } from './tell-everything.ts';

/** The stage of a scenario: a server of its own, schools, and notes for the check. */
export interface Stage {
  readonly server: PostgresServer;
  readonly database: SchoolDatabase;
  readonly schools: readonly ToldSchool[];
  readonly ledger: Ledger;
  readonly telling: Telling;
  /** Notes breaches that no scenario may leave behind, in words. */
  complain(breaches: readonly string[]): void;
  /** Registers a function that ends something at once, if the scenario fails first. */
  onFailure(end: () => void): void;
}

/** A scenario's own findings, besides those of the check. */
export type Findings = Pick<ScenarioReport, 'faults' | 'figures' | 'breaches'> & {
  /** True if a worker died or lost its lease, which alone excuses a message sent again. Default false. */
  readonly mayRepeat?: boolean;
  /** Default: every guardian hears what stands. */
  readonly isRightlyTold?: IsRightlyTold;
};

/** The parts of a stage. */
export interface StageOptions {
  /** The number of schools. Default 4. */
  readonly schools?: number;
  /** The number of children of each school. Default 50. */
  readonly children?: number;
  /** The number of guardians of each child. Default 1. */
  readonly guardians?: number;
}

/**
 * Runs a scenario on a stage of its own. When its load has ended, guardians are told everything that still waits, and
 * everything is checked.
 */
export async function playOnStage(
  play: (stage: Stage) => Promise<Findings>,
  options: StageOptions = {},
): Promise<ScenarioReport> {
  const server = await startPostgres({ settings: { track_commit_timestamp: 'on' } });
  const ends: (() => void)[] = [];
  const complaints: string[] = [];
  try {
    const stage = await createStage(server, ends, complaints, options);
    const { faults, figures, breaches, ...how } = await play(stage);
    const { pool } = stage.database;
    await tellEverything(pool, stage.telling);
    stage.complain(await breachesOfSessions(pool));
    const check = await checkEverything({ ...stage, pool, ...how });
    return { ...check, faults, figures, breaches: [...check.breaches, ...complaints, ...breaches] };
  } catch (error) {
    for (const end of ends) end();
    throw error;
  } finally {
    await server.stop({ immediate: true });
  }
}

/** The same stage with some of its schools, for one of several hosts. */
export function withSchools(stage: Stage, from: number, to: number): Stage {
  return { ...stage, schools: stage.schools.slice(from, to) };
}

async function createStage(
  server: PostgresServer,
  ends: (() => void)[],
  complaints: string[],
  { schools = 4, children = 50, guardians = 1 }: StageOptions,
): Promise<Stage> {
  const database = await createSchoolDatabase(server);
  const timezone = zoneWhereItIsNoon(new Date());
  const school = () => addToldSchool(database, { children, guardians, timezone });
  return {
    server,
    database,
    schools: await Promise.all(Array.from({ length: schools }, school)),
    ledger: new Ledger(),
    telling: new Telling(),
    complain: (breaches) => complaints.push(...breaches),
    onFailure: (end) => ends.push(end),
  };
}
