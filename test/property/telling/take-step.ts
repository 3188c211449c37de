import { childOf, type Morning } from './morning.ts';
import type { Step } from './steps.ts';
import { takeMark } from './take-mark.ts';

type StepDoing<Name extends Step['do']> = Extract<Step, { readonly do: Name }>;

/** Takes one step. */
export async function takeStep(morning: Morning, step: Step): Promise<unknown> {
  switch (step.do) {
    case 'wait':
      return morning.clock.advance(step.milliseconds);
    case 'notifier turns':
      morning.notifier.mood = step.mood;
      return;
    case 'link comes or goes':
      return morning.moveLink(step.link);
    case 'drain':
      return morning.officeOf(step.by).notifications.drain();
    case 'drain at once by two':
      return Promise.all(morning.offices.map((office) => office.notifications.drain()));
    case 'hand over and process':
      return handOver(morning, step);
    case 'fan out':
      return morning.hands[0]?.fanOut(step.maxChildren);
    case 'claim':
      return morning.hands[step.by]?.claim(step.maxDeliveries, step.suspects);
    case 'end':
      return morning.hands[step.by]?.end(step.how);
    case 'renew':
      return morning.hands[step.by]?.renew();
    case 'retry dead letters':
      return morning.retryDeadLetters(step.most);
    case 'purge':
      return purge(morning);
    case 'erase':
      return erase(morning, step);
    default:
      return takeMark(morning, step);
  }
}

/** A queue may forget what it is given: then that is handed over again. */
async function handOver(morning: Morning, { isForgetful }: StepDoing<'hand over and process'>): Promise<void> {
  await morning.handing.notifications.drain();
  const jobIds = morning.queued.splice(0);
  if (!isForgetful) await morning.process(jobIds);
}

/** Of the first days, of which everything is to stay: what is purged later would not be known to have been told. */
async function purge({ office, clock }: Morning): Promise<void> {
  if (clock.now() < new Date('2026-03-03T00:00:00Z')) await office.purge({ deliveriesBefore: clock.now() });
}

async function erase(morning: Morning, step: StepDoing<'erase'>): Promise<void> {
  const child = childOf(step);
  await morning.office.eraseChild(child);
  await morning.forget(child.childId);
}
