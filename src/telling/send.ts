import type { Notifier } from '../ports/notifier.js';
import { read, readAdvice } from './failure-advice.js';
import type { HeldDelivery, Result } from './held-delivery.js';
import type { NotificationSettings } from './notification-options.js';
import { retryDelayMs } from './retry-delay.js';
import { withinTime } from './time-limit.js';

/** Makes one attempt. Never rejects, and takes no longer than `sendTimeoutMs`, whatever the notifier does. */
export async function send(
  notifier: Notifier,
  { sendTimeoutMs, retry }: Pick<NotificationSettings, 'sendTimeoutMs' | 'retry'>,
  { notification, lease, attempt, isFirst, ending }: HeldDelivery,
): Promise<Result> {
  try {
    const wasSkipped = await withinTime(sendTimeoutMs, ending.signal, async (signal) =>
      isSkipped(await notifier.notify(notification, { idempotencyKey: lease.id, attempt, signal })),
    );
    return wasSkipped ? { outcome: 'skipped', isUnsent: isFirst } : { outcome: 'delivered' };
  } catch (error) {
    return ending.signal.aborted ? { outcome: 'released', isUnsent: false } : judge(error, attempt, retry);
  }
}

/** Whatever else a notifier answers, it has handed the message over. The answer is read once: it may be hostile. */
function isSkipped(answer: unknown): boolean {
  return read(answer, 'skipped') === true;
}

function judge(error: unknown, attempt: number, retry: NotificationSettings['retry']): Result {
  const { isPermanent, retryAfterMs } = readAdvice(error);
  if (isPermanent) return { outcome: 'dead', reason: 'refused' };
  if (attempt >= retry.maxAttempts) return { outcome: 'dead', reason: 'failed' };
  return { outcome: 'failed', delayMs: retryDelayMs(retry, { attempt, retryAfterMs }, Math.random()) };
}
