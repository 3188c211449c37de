import { WireProxy } from '../../test/integration/support/wire-proxy.ts';
import type { Scenario } from '../scenario.ts';
import { breachesOfCodes, breachesOfTime } from '../support/breaches.ts';
import { type LoadedHost, type LoadedHostOptions, startLoadedHost } from '../support/loaded-host.ts';
import { readEverything } from '../support/read-everything.ts';
import { playOnStage, type Stage, withSchools } from '../support/stage.ts';
import { untilToldAgain } from '../support/until-told.ts';

const timeoutMs = 1_000;
/** The worker may find several connections dead, one after the other. */
const toldWithinMs = 5_000;

/**
 * The network swallows everything, while all connections look open: no error ever says that the server is away. Every
 * other time those connections stay so when the network is back: who uses one of them again hears nothing. Only the
 * pool can give up a connection that it was opening. A host on Kysely falls in as well; its connections never stay so,
 * as nobody but its own pool can close them.
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
      // What one of them still sends, the other's worker would wait for.
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

/** A host under load, before whose database a network may open a hole. */
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

  /** Opens a hole until everybody has had an answer, and waits until everybody is served again. */
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

  /** Ends its load. */
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
