import { WireProxy } from '../../test/integration/support/wire-proxy.ts';
import type { Scenario } from '../scenario.ts';
import { breachesOfCodes, breachesOfTime } from '../support/breaches.ts';
import { type LoadedHost, type LoadedHostOptions, startLoadedHost } from '../support/loaded-host.ts';
import { readEverything } from '../support/read-everything.ts';
import { playOnStage, type Stage, withSchools } from '../support/stage.ts';
import { untilToldAgain } from '../support/until-told.ts';

const timeoutMs = 1_000;
/** The worker may find several dead connections, one after the other. */
const toldWithinMs = 5_000;

/**
 * The network loses everything while all connections look open, so no error ever says that the server is away. Every
 * other time the connections stay like this when the network is back, and a later use of them gets no answer. Only the
 * pool can give up a connection that it was opening. A host on Kysely takes part as well. Connections of that host
 * never stay like this, as nobody but its own pool can close them.
 */
export const blackHole: Scenario = {
  id: 'black-hole',
  promise:
    'Over connections that swallow everything, no call takes longer than its time limit, and guardians are told once some pass again.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const holes = isLong ? 100 : 10;
      const onPool = await HostBeforeHoles.start(withSchools(stage, 0, 2), { seed });
      const onKysely = await HostBeforeHoles.start(withSchools(stage, 2, 4), {
        seed,
        connectsBy: 'db',
        delivers: false,
      });
      const hosts = [onPool, onKysely];
      const slowest = (name: 'slowestCallMs' | 'slowestRecoveryMs' | 'slowestTellingMs') =>
        Math.round(Math.max(...hosts.map((host) => host[name])));
      for (let hole = 1; hole <= holes; hole += 1) {
        await Promise.all([onPool.fallIn({ resets: hole % 2 === 0 }), onKysely.fallIn({ resets: true })]);
        progress(`${hole} of ${holes} holes, slowest call ${slowest('slowestCallMs')} ms`);
      }
      // A message that one host still sends would make the other's worker wait.
      await Promise.all(hosts.map((host) => host.rest()));
      for (const host of hosts) await host.stop();
      return {
        faults: { holes },
        figures: {
          timeoutMs,
          slowestCallMs: slowest('slowestCallMs'),
          failedCalls: hosts.reduce((sum, { failedCalls }) => sum + failedCalls, 0),
          slowestRecoveryMs: slowest('slowestRecoveryMs'),
          slowestTellingMs: slowest('slowestTellingMs'),
        },
        breaches: [...new Set(hosts.flatMap((host) => host.findBreaches()))],
      };
    }),
};

/** A host under load, between which and its database a network may lose everything. */
class HostBeforeHoles {
  readonly #stage: Stage;
  readonly #proxy: WireProxy;
  readonly #host: LoadedHost;
  readonly #breaches: string[] = [];
  slowestRecoveryMs = 0;
  slowestTellingMs = 0;

  private constructor(stage: Stage, proxy: WireProxy, host: LoadedHost) {
    this.#stage = stage;
    this.#proxy = proxy;
    this.#host = host;
  }

  static async start(
    stage: Stage,
    options: Pick<LoadedHostOptions, 'seed' | 'connectsBy' | 'delivers'>,
  ): Promise<HostBeforeHoles> {
    const proxy = await WireProxy.start(stage.database.url);
    const limits = { timeoutMs, connectionTimeoutMillis: timeoutMs };
    const host = await startLoadedHost(stage, { ...options, ...limits, url: proxy.url });
    return new HostBeforeHoles(stage, proxy, host);
  }

  get slowestCallMs(): number {
    return this.#host.load.calls.slowestMs;
  }

  get failedCalls(): number {
    return this.#host.load.calls.failed;
  }

  /** Opens a hole until every client has had an answer, and waits until every client is served again. */
  async fallIn({ resets }: { readonly resets: boolean }): Promise<void> {
    const { attendance, load } = this.#host;
    await load.untilAcknowledged(250);
    this.#proxy.swallow();
    const reading = readEverything(attendance, this.#stage, load.calls);
    await load.untilAllAreAnswered();
    this.#breaches.push(...(await reading));
    this.#proxy.heal({ resets });
    const [servedMs, toldMs] = await Promise.all([load.untilAllAreServed(), untilToldAgain(this.#stage, toldWithinMs)]);
    this.slowestRecoveryMs = Math.max(this.slowestRecoveryMs, servedMs);
    this.slowestTellingMs = Math.max(this.slowestTellingMs, toldMs);
    this.#proxy.forget();
  }

  /** Ends the load of the host. */
  rest(): Promise<void> {
    return this.#host.load.stop();
  }

  async stop(): Promise<void> {
    this.#breaches.push(...(await this.#host.stop()));
    await this.#proxy.close();
  }

  findBreaches(): string[] {
    const { load } = this.#host;
    const told = Math.round(this.slowestTellingMs);
    return [
      ...this.#breaches,
      ...breachesOfTime(load, timeoutMs),
      ...breachesOfCodes(load),
      ...(told > toldWithinMs ? [`nobody was told anything for ${told} ms`] : []),
    ];
  }
}
