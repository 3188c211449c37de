import { SingleBar } from 'cli-progress';
import { grouped, secondsSince } from '../format.ts';

/** Shows a person how far a long task has come. */
interface Display {
  show(done: number): void;
  stop(): void;
}

/** Without a terminal, a line as often as this. */
const LINE_EVERY_MS = 5_000;

/** Shows how far a task has come while it works: a bar on a terminal, elsewhere a plain line from time to time. */
export async function withProgress<Result>(
  label: string,
  total: number,
  work: (advance: (by: number) => void) => Promise<Result>,
): Promise<Result> {
  const display = process.stdout.isTTY ? showBar(label, total) : showLines(label, total);
  let done = 0;
  try {
    return await work((by) => {
      done += by;
      display.show(done);
    });
  } finally {
    display.stop();
  }
}

function showBar(label: string, total: number): Display {
  const bar = new SingleBar({
    stream: process.stdout,
    format: `${label.padEnd(10)} {bar} {percentage} % | {value} of {total} | {eta_formatted} to go`,
    formatValue: (value, _options, type) => (type === 'value' || type === 'total' ? grouped(value) : String(value)),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // So that Ctrl-C leaves the terminal as it was.
    hideCursor: false,
    linewrap: true,
  });
  bar.start(total, 0);
  return { show: (done) => bar.update(done), stop: () => bar.stop() };
}

function showLines(label: string, total: number): Display {
  const startedAt = performance.now();
  let lastAt = startedAt;
  return {
    show: (done) => {
      if (performance.now() - lastAt < LINE_EVERY_MS) return;
      lastAt = performance.now();
      console.log(`${label}: ${grouped(done)} of ${grouped(total)} after ${secondsSince(startedAt)} s`);
    },
    stop: () => {},
  };
}
