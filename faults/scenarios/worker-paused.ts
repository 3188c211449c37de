import { platform } from 'node:os';
import type { FaultContext, Scenario } from '../scenario.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';
import { WorkerCrew } from '../support/worker-crew.ts';

const leaseMs = 500;
const moments = ['acknowledgement', 'claim', 'acknowledgement', 'send'] as const;

/**
 * SIGSTOP of a worker by itself, at one moment of a delivery after the other. The worker goes on just when other
 * workers have taken over all that it believes to hold, and are sending it. Two other workers are always at work, who
 * must leave each other what they hold.
 */
export const workerPaused: Scenario = {
  id: 'worker-paused',
  promise: 'A worker paused beyond its lease has no say any more in what others have taken over when it goes on.',
  missing: async () => (platform() === 'linux' ? undefined : 'only Linux tells whether a process is paused'),
  run: (context) =>
    playOnStage((stage) =>
      WorkerCrew.during(stage, { fate: 'pause', leaseMs, size: 3 }, (crew) => pauseWorker(stage, crew, context)),
    ),
};

async function pauseWorker(
  stage: Stage,
  crew: WorkerCrew,
  { isLong, seed, progress }: FaultContext,
): Promise<Findings> {
  const pauses = isLong ? 500 : 20;
  const { load, stop } = await startLoadedHost(stage, { seed, delivers: false, pauseMs: 40, mostWaiting: 500 });
  const worker = crew.eldest;
  for (let pause = 1; pause <= pauses; pause += 1) {
    await load.untilAcknowledged(100);
    worker.tell(moments[pause % moments.length] ?? 'never');
    await worker.untilPaused();
    await crew.untilTakenOver(worker);
    worker.resume();
    await crew.untilBackAtWork(worker);
    if (pause % 10 === 0) progress(`${pause} of ${pauses} pauses, ${stage.ledger.acknowledged} marks acknowledged`);
  }
  const breaches = await stop();
  const { lost, repeated, breaches: breachesOfCrew } = await crew.finish();
  return {
    faults: { pauses },
    figures: { leaseMs, leasesLost: lost, repeated, messages: stage.telling.messages },
    breaches: [
      ...breaches,
      ...breachesOfCrew,
      ...(lost === 0 ? ['no lease was lost: the pauses came to nothing'] : []),
    ],
    mayRepeat: true,
  };
}
