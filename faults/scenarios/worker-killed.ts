import type { Fate } from '../../test/integration/telling/support/worker-process.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';
import { WorkerCrew } from '../support/worker-crew.ts';

type Moment = Exclude<Fate['moment'], 'never'>;

const leaseMs = 500;
/** The sum of the lease, the longest rest of a worker, and the delay of a busy machine. */
const longestTakeoverMs = leaseMs + 400 + 1_100;

const words: Readonly<Record<Moment, string>> = {
  claim: 'after its claim',
  send: 'after a send',
  acknowledgement: 'before its acknowledgement',
};

/** `kill -9` of a worker by itself, at one moment of a delivery, while another worker delivers and clients mark. */
export function workerKilled(moment: Moment): Scenario {
  return {
    id: `worker-killed-${moment}`,
    promise: `A worker killed by kill -9 ${words[moment]} loses nothing; only what it had sent is sent again, under its key.`,
    run: (context) =>
      playOnStage((stage) =>
        WorkerCrew.during(stage, { fate: 'die', leaseMs, size: 2 }, (crew) =>
          killWorkers(stage, crew, moment, context),
        ),
      ),
  };
}

async function killWorkers(
  stage: Stage,
  crew: WorkerCrew,
  moment: Moment,
  { isLong, seed, progress }: FaultContext,
): Promise<Findings> {
  const kills = isLong ? 200 : 20;
  const { load, stop } = await startLoadedHost(stage, { seed, delivers: false, pauseMs: 40, mostWaiting: 500 });
  let slowestTakeoverMs = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    await load.untilAcknowledged(100);
    const { victim, diedAt } = await crew.kill(moment);
    await crew.untilTakenOver(victim);
    slowestTakeoverMs = Math.max(slowestTakeoverMs, performance.now() - diedAt);
    if (kill % 10 === 0) progress(`${kill} of ${kills} kills, ${stage.ledger.acknowledged} marks acknowledged`);
  }
  const breaches = await stop();
  const { repeated, firstTakeoverMs, breaches: breachesOfCrew } = await crew.finish();
  return {
    faults: { kills },
    figures: {
      leaseMs,
      firstTakeoverMs,
      slowestTakeoverMs: Math.round(slowestTakeoverMs),
      repeated,
      messages: stage.telling.messages,
    },
    breaches: [
      ...breaches,
      ...breachesOfCrew,
      ...(firstTakeoverMs > longestTakeoverMs
        ? [`nobody took over for ${firstTakeoverMs} ms, though a lease is over after ${leaseMs}`]
        : []),
    ],
    mayRepeat: true,
  };
}
