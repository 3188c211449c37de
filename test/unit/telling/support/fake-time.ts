import { vi } from 'vitest';

/** Lets everything run that no time has to pass for. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await vi.advanceTimersByTimeAsync(0);
}

/** Waits for what needs next to no time to pass: a timer of none that a timer sets takes a millisecond. */
export async function settled<Result>(task: Promise<Result>): Promise<Result> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  task.then(over, over);
  while (!isOver) await vi.advanceTimersByTimeAsync(1);
  return task;
}
