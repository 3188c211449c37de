import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ResultRow } from '../scenarios/scenario.ts';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** A figure of each contestant against something that grows, both on logarithmic scales. */
export interface LinePanel {
  readonly title: string;
  /** The column that grows. */
  readonly x: string;
  /** The column of the figure. */
  readonly y: string;
  readonly rows: readonly ResultRow[];
}

const height = 440;

/**
 * Draws panels side by side, with one legend.
 * @param note  Goes below, small.
 * @returns     An SVG.
 */
export function drawLines(panels: readonly LinePanel[], note: string): string {
  const panelWidth = panels.length === 1 ? 720 : 460;
  const width = panelWidth * panels.length;
  const extent = extentOf(panels);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    legend: { top: 30, type: 'plain' },
    title: [
      ...panels.map((panel, index) => titleOf(panel, (index + 0.5) * panelWidth)),
      { text: note, left: 10, bottom: 4, textStyle: { fontSize: 11, fontWeight: 'normal' } },
    ],
    grid: panels.map((_, index) => ({ left: index * panelWidth + 70, width: panelWidth - 100, top: 80, bottom: 70 })),
    xAxis: panels.map(({ x }, gridIndex) => ({ type: 'log', gridIndex, name: x, nameLocation: 'middle', nameGap: 28 })),
    yAxis: panels.map((_, gridIndex) => ({ type: 'log', gridIndex, ...extent })),
    series: panels.flatMap(seriesOf),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function titleOf({ title }: LinePanel, left: number) {
  return { text: title, left, top: 4, textAlign: 'center', textStyle: { fontSize: 14 } };
}

/** One scale for all panels, in powers of ten. */
function extentOf(panels: readonly LinePanel[]) {
  const values = panels.flatMap(({ rows, y }) => rows.map((row) => Number(row[y]))).filter((value) => value > 0);
  return {
    min: 10 ** Math.floor(Math.log10(Math.min(...values))),
    max: 10 ** Math.ceil(Math.log10(Math.max(...values))),
  };
}

function seriesOf({ rows, x, y }: LinePanel, index: number) {
  const byContestant = Map.groupBy(rows, ({ contestant }) => contestant);
  return [...byContestant].map(([name, points]) => ({
    type: 'line',
    name: String(name),
    xAxisIndex: index,
    yAxisIndex: index,
    symbolSize: 6,
    lineStyle: { width: name === 'rollbook' ? 4 : 2 },
    data: points.map((point) => [point[x], point[y]]),
  }));
}
