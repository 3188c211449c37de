import type { Nodes } from 'mdast';
import { parseMarkdown } from './markdown.ts';

const mostColumns = 120;

/** The lines of comments that are too wide, from 1. An address that would be too wide alone on its line is excused. */
export function wideLinesOfComments(source: string, commentLines: ReadonlySet<number>): number[] {
  return numbersOf(
    source,
    (line, number) => commentLines.has(number) && isWide(line.replace(/https?:\/\/\S{90,}/, '')),
  );
}

/** The lines of Markdown that are too wide, from 1. Code, tables, HTML and the targets of links are excepted. */
export function wideLinesOfMarkdown(source: string): number[] {
  const excepted = new Set<number>();
  const visit = (node: Nodes): void => {
    if (isExcepted(node)) for (const line of linesOf(node)) excepted.add(line);
    else if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(parseMarkdown(source, false));
  return numbersOf(source, (line, number) => !excepted.has(number) && isWide(withoutTargets(line)));
}

function isExcepted({ type }: Nodes): boolean {
  return type === 'code' || type === 'table' || type === 'html' || type === 'definition';
}

function linesOf({ position }: Nodes): number[] {
  if (!position) return [];
  const { start, end } = position;
  return Array.from({ length: end.line - start.line + 1 }, (_, index) => start.line + index);
}

function withoutTargets(line: string): string {
  return line.replaceAll(/\]\([^)]*\)/g, ']').replaceAll(/https?:\/\/\S+/g, '');
}

function isWide(line: string): boolean {
  return [...line].length > mostColumns;
}

function numbersOf(source: string, isFound: (line: string, number: number) => boolean): number[] {
  return source.split('\n').flatMap((line, index) => (isFound(line, index + 1) ? [index + 1] : []));
}
