/** Node's own, which browsers lack. */
declare const setImmediate: ((task: () => void) => unknown) | undefined;

/**
 * Runs a task in the next turn of the event loop, when all promises of this turn have gone on. Taken as it is when the
 * library is loaded, so that a host's test with fake timers need not turn the loop itself.
 */
export const nextTurn: (task: () => void) => unknown =
  typeof setImmediate === 'function' ? setImmediate : (task) => setTimeout(task);
