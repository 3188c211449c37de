import { type Attendance, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { LoadCommand } from '../load/command.ts';
import { Load } from '../load/load.ts';
import { breachesOfSessions } from './sessions.ts';
import type { Stage } from './stage.ts';

/** Who races, and with what. */
export interface RaceOptions {
  readonly seed: number;
  /** As many clients as hosts. */
  readonly hosts: number;
  readonly nextCommand: () => LoadCommand;
  /** Comes between the clients and each host. Default nothing. */
  readonly around?: (attendance: Attendance) => Attendance;
}

/** Clients that mark as fast as they can, spread over as many hosts with a connection each, none of which delivers. */
export interface Race {
  readonly load: Load;
  /** Ends the load, and every connection. */
  stop(): Promise<void>;
}

/** Should there be any: by default a server looks for them after a second. */
const deadlocksShowSoon = '-c deadlock_timeout=20ms';

/**
 * They race for rows, not against the clock: on a busy machine a client may wait for long behind all others, in
 * milliseconds.
 */
const timeoutMs = 30_000;

/** Starts a race. */
export function startRace(
  { database, schools, ledger, complain, onFailure }: Stage,
  { seed, hosts: count, nextCommand, around = (attendance) => attendance }: RaceOptions,
): Race {
  const pools = Array.from({ length: count }, () => database.openPool({ max: 1, options: deadlocksShowSoon }));
  const hosts = pools.map((pool) =>
    around(
      createAttendance({ repository: createPostgresRepository({ pool, timeoutMs }), notifications: { outbox: true } }),
    ),
  );
  let turn = 0;
  const host = () => {
    turn += 1;
    const next = hosts[turn % hosts.length];
    if (!next) throw new Error('a race has hosts');
    return next;
  };
  const load = Load.start({ host, schools, ledger, seed, nextCommand, clients: count, pauseMs: 0 });
  const close = () => Promise.all(hosts.map((attendance) => attendance.close()));
  const end = () => Promise.all(pools.filter(({ ending }) => !ending).map((pool) => pool.end()));
  onFailure(() => {
    load.abandon();
    void close().then(end);
  });
  return {
    load,
    stop: async () => {
      await load.stop();
      await close();
      for (const pool of pools) complain(await breachesOfSessions(pool));
      await end();
    },
  };
}
