import { cpus, totalmem } from 'node:os';
import { withPool } from '../world/world.ts';

/** Says where and when figures were measured, without anything that identifies the owner of the machine. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly postgres: string;
  readonly fsync: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** Describes this machine and the server. */
export async function describeMachine(serverUrl: string): Promise<Machine> {
  const [postgres, fsync] = await withPool(serverUrl, async (pool) => {
    const { rows } = await pool.query<{ setting: string }>(
      `select current_setting(name) as setting from unnest(array['server_version', 'fsync']) name`,
    );
    return rows.map(({ setting }) => setting);
  });
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: postgres ?? 'unknown',
    fsync: fsync ?? 'unknown',
    date: new Date().toISOString().slice(0, 10),
  };
}

/** One line that names the machine. */
export function machineLine({ cpu, cores, memoryGb, node, postgres, fsync, date }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, Postgres ${postgres}, fsync ${fsync}, ${date}`;
}
