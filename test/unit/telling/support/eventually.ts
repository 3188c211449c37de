import { setImmediate } from 'node:timers/promises';

/** Waits until something holds that nothing announces. The test's own time limit ends what waits in vain. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}
