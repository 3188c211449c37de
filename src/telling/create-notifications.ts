import { AttendanceError, isAttendanceError } from '../domain/errors.js';
import { defaultGraceMs } from './default-grace.js';
import { LazyService } from './lazy-service.js';
import type { Notifications } from './notifications.js';
import type { NotificationsContext } from './notifications-context.js';

/** `Notifications`, and what only the wiring may do with it. */
export interface WiredNotifications {
  readonly notifications: Notifications;
  /** Has a started worker look for what a mark left. Never throws. */
  nudge(): void;
  /** Stops, and refuses further calls. */
  close(): Promise<void>;
}

/**
 * A store that another try will not mend, such as one without tables, is told at once: a worker could only log it. One
 * that cannot be reached may come yet.
 */
async function requireStore({ outbox }: NotificationsContext['repository']): Promise<void> {
  try {
    await outbox.deadLetters({ limit: 1 });
  } catch (error) {
    if (isAttendanceError(error, 'repository_failed') || isAttendanceError(error, 'schema_outdated')) throw error;
  }
}

/** Wires telling guardians. Begins nothing. */
export function createNotifications(context: NotificationsContext): WiredNotifications {
  const { repository, clock } = context;
  const service = new LazyService(context);
  let isClosed = false;
  let stops = 0;
  const requireOpen = () => {
    if (isClosed) throw new AttendanceError('closed', 'attendance is closed', {});
  };
  const opened = async () => {
    requireOpen();
    const loaded = await service.load();
    await loaded.whenStopped();
    requireOpen();
    return loaded;
  };
  const notifications: Notifications = {
    start: async () => {
      requireOpen();
      const stopsBefore = stops;
      await requireStore(repository);
      const loaded = await opened();
      if (stops === stopsBefore) loaded.start();
    },
    stop: async (options) => {
      stops += 1;
      const loaded = service.loaded ?? (await service.load());
      try {
        await loaded.stop(loaded.readStopOptions(options).graceMs);
      } catch (error) {
        // Refused, it stops nothing, nor what is just starting.
        stops -= 1;
        throw error;
      }
    },
    drain: async () => (await opened()).drain(),
    process: async (id) => (await opened()).process(id),
    deadLetters: async (query) => {
      requireOpen();
      return (await service.load()).deadLetters(query);
    },
    retryDeadLetter: async (id) => {
      requireOpen();
      return (await service.load()).retryDeadLetter(id);
    },
    stats: async () => {
      requireOpen();
      return repository.outbox.stats({ now: clock.now() });
    },
  };
  return {
    notifications,
    nudge: () => service.nudge(),
    close: async () => {
      isClosed = true;
      await service.stop(defaultGraceMs);
    },
  };
}
