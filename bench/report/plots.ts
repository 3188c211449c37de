import type { Section } from '../scenarios/scenario.ts';
import { drawLines } from './draw-lines.ts';

/**
 * Draws what there are results for.
 * @param note  Names the machine.
 * @returns     SVGs by file name.
 */
export function drawPlots(sections: readonly Section[], note: string): Map<string, string> {
  const plots = new Map<string, string>();
  const callers = sections.find(({ id }) => id === 'callers')?.rows;
  if (callers) {
    const against = (y: string, title: string) => ({ title, x: 'callers', y, rows: callers });
    plots.set('throughput.svg', drawLines([against('perSecond', 'Marks a second')], note));
    const latencies = ['p50', 'p95', 'p99'].map((y) => against(y, `Latency of a mark, ${y}, ms`));
    plots.set('latency.svg', drawLines(latencies, note));
  }
  const history = sections.find(({ id }) => id === 'history')?.rows;
  if (history) {
    const panels = ['p50', 'p99'].map((y) => ({
      title: `Latency of a lone mark, ${y}, ms`,
      x: 'records',
      y,
      rows: history,
    }));
    plots.set('history.svg', drawLines(panels, note));
  }
  return plots;
}
