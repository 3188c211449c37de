import ts from 'typescript';
import { type Block, blocksOfMarkdown } from './markdown.ts';

/** One comment, or consecutive `//` lines as one. */
interface Comment {
  readonly isDoc: boolean;
  /** Source lines without the marks of the comment. */
  readonly lines: readonly string[];
  /** Line of the file on which the comment begins, from 1. */
  readonly startLine: number;
}

/** A tag of a doc comment or its description: neighbouring lines that make one text. */
interface Segment {
  readonly isTag: boolean;
  readonly lines: string[];
  readonly startLine: number;
}

const directive = /^\s*(biome-ignore|@ts-|@vitest|v8 ignore|#(end)?region|\/ <)/;

/** The blocks of prose in the comments of a TypeScript file. Examples, directives and code are left out. */
export function blocksOfComments(source: string): Block[] {
  return commentsOf(source).flatMap((comment) =>
    segmentsOf(comment).flatMap(({ isTag, lines, startLine }) => {
      const text = lines.map((line) => line.replaceAll(/\{@link(code|plain)? ([^}]*)\}/g, '`$2`')).join('\n');
      const blocks = blocksOfMarkdown(text, { isComment: true, startLine });
      return blocks.map((block, index) => ({ ...block, comment: commentKind(comment, isTag, index) }));
    }),
  );
}

/** The numbers of the lines on which comments stand, from 1. */
export function linesOfComments(source: string): Set<number> {
  const lines = commentsOf(source).flatMap(({ startLine, lines: { length } }) =>
    Array.from({ length }, (_, index) => startLine + index),
  );
  return new Set(lines);
}

function commentKind({ isDoc }: Comment, isTag: boolean, index: number): NonNullable<Block['comment']> {
  if (isTag) return index === 0 ? 'tag' : 'more';
  return isDoc && index === 0 ? 'doc' : 'more';
}

function segmentsOf({ isDoc, lines, startLine }: Comment): Segment[] {
  const segments: Segment[] = [{ isTag: false, lines: [], startLine }];
  let isCode = false;
  for (const [index, line] of lines.entries()) {
    const tag = isDoc ? /^\s*@(\w+)\s*(\{[^}]*\}\s*)?(.*)$/.exec(line) : null;
    if (tag) {
      const [, name, , rest = ''] = tag;
      isCode = name === 'example';
      const text = name === 'param' || name === 'typeParam' ? rest.replace(/^\S+\s*(- )?/, '') : rest;
      segments.push({ isTag: true, lines: isCode ? [] : [text], startLine: startLine + index });
    } else if (!isCode) {
      const segment = segments.at(-1);
      segment?.lines.push(segment.isTag ? line.trim() : line);
    }
  }
  return segments;
}

function commentsOf(source: string): Comment[] {
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
  const comments: Comment[] = [];
  let lastLine = Number.NaN;
  for (const { pos, end, kind } of rangesOf(file)) {
    const text = source.slice(pos, end);
    const startLine = file.getLineAndCharacterOfPosition(pos).line + 1;
    const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
    if (directive.test(text.slice(2))) continue;
    const last = comments.at(-1);
    const standsAlone = /(^|\n)[ \t]*$/.test(source.slice(0, pos));
    if (isLine && standsAlone && last && startLine === lastLine + 1) {
      comments[comments.length - 1] = { ...last, lines: [...last.lines, text.slice(2)] };
    } else
      comments.push({ isDoc: text.startsWith('/**'), lines: isLine ? [text.slice(2)] : innerLines(text), startLine });
    lastLine = isLine && standsAlone ? startLine : Number.NaN;
  }
  return comments.map((comment) => ({ ...comment, lines: comment.lines.map((line) => line.replace(/^ /, '')) }));
}

function innerLines(text: string): string[] {
  const inner = text.replace(/^\/\*+/, '').replace(/\*+\/$/, '');
  return inner.split('\n').map((line) => line.replace(/^\s*\*(?=\s|$)/, ''));
}

/** Every comment of the file, in order. The parser finds the tokens, so text in strings and templates is no comment. */
function rangesOf(file: ts.SourceFile): ts.CommentRange[] {
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(file);
    for (const child of children) visit(child);
    if (children.length > 0) return;
    const leading = ts.getLeadingCommentRanges(file.text, node.pos) ?? [];
    const trailing = ts.getTrailingCommentRanges(file.text, node.end) ?? [];
    for (const range of [...leading, ...trailing]) ranges.set(range.pos, range);
  };
  visit(file);
  return [...ranges.values()].toSorted((a, b) => a.pos - b.pos);
}
