import type { DefaultStatus, NotificationOptions } from 'rollbook';

/**
 * Tells guardians of children who aren't simply present, once a teacher had five minutes to put a wrong tap right. Pass
 * it to `createAttendance` as `notifications`.
 */
export const telling: NotificationOptions<DefaultStatus> = {
  settleMs: 5 * 60_000,
  when: ({ status }) => status !== 'present',
  retry: { maxAttempts: 3, baseMs: 60_000 },
};
