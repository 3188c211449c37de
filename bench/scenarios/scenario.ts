import type { PostgresServer } from '../../test/support/postgres-server.ts';
import type { BenchOptions } from '../options.ts';
import type { SchoolCalendar } from '../world/school-calendar.ts';
import type { World } from '../world/world.ts';

/** The things that scenarios work with. */
export interface BenchContext {
  readonly server: PostgresServer;
  readonly calendar: SchoolCalendar;
  /** Worlds with ever longer histories. All scenarios but two use the last one. */
  readonly worlds: readonly World[];
  /** The one with the longest history. */
  readonly world: World;
  readonly options: BenchOptions;
}

/** One line of a result, by column. */
export type ResultRow = Readonly<Record<string, string | number>>;

/** The result of a scenario. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** Says how it was measured, in a sentence or two. */
  readonly how: string;
  readonly rows: readonly ResultRow[];
}

/** One scenario. A result that does not fit into one table comes as several. */
export type Scenario = (context: BenchContext) => Promise<Section | readonly Section[]>;
