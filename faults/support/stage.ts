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

/** What a scenario is played on: a server of its own, schools, and what is remembered for the check. */
export interface Stage {
  readonly server: PostgresServer;
  readonly database: SchoolDatabase;
  readonly schools: readonly ToldSchool[];
  readonly ledger: Ledger;
  readonly telling: Telling;
  /** Takes down what no scenario may leave behind, in words. */
  complain(breaches: readonly string[]): void;
  /** Has something ended at once, should the scenario fail before it has ended by itself. */
  onFailure(end: () => void): void;
}

/** What a scenario tells besides what the check finds. */
export type Findings = Pick<ScenarioReport, 'faults' | 'figures' | 'breaches'> & {
  /** Whether a worker died or lost its lease, which alone excuses a message sent again. Default false. */
  readonly mayRepeat?: boolean;
  /** Default: everybody hears what stands. */
  readonly isRightlyTold?: IsRightlyTold;
};

/** What a stage is made of. */
export interface StageOptions {
  /** Default 4. */
  readonly schools?: number;
  /** Of each school. Default 50. */
  readonly children?: number;
  /** Of each child. Default 1. */
  readonly guardians?: number;
}

/**
 * Plays a scenario on a stage of its own. When its load has ended, guardians are told whatever still waits, and
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
