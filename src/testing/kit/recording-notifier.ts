import type { Notification } from '../../domain/telling/notification.js';
import type { Notifier, NotifyContext } from '../../ports/notifier.js';

/** One notification that was handed over, and how. */
export interface SentNotification {
  readonly notification: Notification;
  readonly context: NotifyContext;
}

/** A notifier that tells nobody and remembers everything. */
export interface RecordingNotifier extends Notifier {
  /** Copies of what was handed over, oldest first. Failed attempts are not among them. */
  readonly sent: readonly SentNotification[];
  /**
   * Lets the next attempts fail, whatever notification they are of.
   * @param times  How many. Replaces what an earlier call left over; 0 lets them succeed again. Default 1.
   * @param error  What they reject with. Default: an `Error`.
   */
  failNext(times?: number, error?: unknown): void;
  /** Forgets what was sent, and failures still to come. */
  clear(): void;
}

/** Creates a notifier for tests. */
export function createRecordingNotifier(): RecordingNotifier {
  const sent: SentNotification[] = [];
  let failures: { left: number; readonly error: unknown } = { left: 0, error: undefined };
  return {
    sent,
    notify: async (notification, context) => {
      if (failures.left > 0) {
        failures.left -= 1;
        throw failures.error;
      }
      sent.push({ notification: structuredClone(notification), context: { ...context } });
    },
    failNext: (times = 1, error = new Error('the recording notifier was told to fail')) => {
      failures = { left: times, error };
    },
    clear: () => {
      sent.length = 0;
      failures = { left: 0, error: undefined };
    },
  };
}
