import { type Attendance, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { LoadCommand } from '../load/command.ts';
import { Load } from '../load/load.ts';
import { breachesOfSessions } from './sessions.ts';
import type { Stage } from './stage.ts';

/** The clients and commands of a race. */
export interface RaceOptions {
  readonly seed: number;
  /** As many clients as hosts. */
  readonly hosts: number;
  readonly nextCommand: () => LoadCommand;
  /** Wraps each host, between the host and its clients. Default: no wrapper. */
  readonly around?: (attendance: Attendance) => Attendance;
}

/**
 * Clients that mark as fast as they can, spread over as many hosts with one connection each. None of the hosts
 * delivers.
 */
export interface Race {
  readonly load: Load;
  /** Ends the load, and every connection. */
  stop(): Promise<void>;
}

/** A server looks for deadlocks after a second by default, and this one looks earlier. */
const deadlocksShowSoon = '-c deadlock_timeout=20ms';

/**
 * The limit of a call, in milliseconds. The race is for rows, not against the clock, and on a busy machine a client may
 * wait behind all others.
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
