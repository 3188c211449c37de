import { type Notification, type Notifier, NotifierError } from 'rollbook';
import { diceOf } from './dice.ts';
import type { Mood } from './steps.ts';

/**
 * A notifier whose mood can be set. What it does with a message depends on its id and attempt alone, not on the order.
 */
export interface ScriptedNotifier extends Notifier {
  mood: Mood;
}

/** @param onArrival  Told of what has reached its guardian, whatever the worker is told. */
export function createScriptedNotifier(onArrival: (notification: Notification) => void): ScriptedNotifier {
  const notifier: ScriptedNotifier = {
    mood: 'healthy',
    notify: async (notification, { idempotencyKey, attempt }) => {
      const isUnlucky = diceOf(`${idempotencyKey} ${attempt}`) < 0.5;
      const error = errorOf(notifier.mood, isUnlucky);
      const skipped = notifier.mood === 'choosy' && isUnlucky;
      if (!skipped && (!error || notifier.mood === 'deceptive')) onArrival(notification);
      if (error) throw error;
      return { skipped };
    },
  };
  return notifier;
}

function errorOf(mood: Mood, isUnlucky: boolean): Error | undefined {
  switch (mood) {
    case 'healthy':
    case 'choosy':
      return undefined;
    case 'flaky':
    case 'deceptive':
      return isUnlucky ? new Error('out of luck') : undefined;
    case 'down':
      return new Error('down');
    case 'refusing':
      return new NotifierError('no such number', { permanent: true });
    case 'patient':
      return isUnlucky ? new NotifierError('too many', { retryAfterMs: 600_000 }) : undefined;
    default:
      return mood satisfies never;
  }
}
