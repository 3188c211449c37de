import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/** Stands for one code span in the text of a block, which counts as one word. */
export const codeMark = '\uE000';

/** Ends a sentence where a line break is forced. */
export const breakMark = '\uE001';

/** The place of a character. */
export interface Place {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly isBold: boolean;
}

/** A paragraph, heading or table cell as plain text. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'cell';
  /** The text; each code span is a `codeMark`. */
  readonly text: string;
  /** The code spans, in order. */
  readonly codes: readonly string[];
  /** The place of each character of the text. */
  readonly places: readonly Place[];
  /** The block's place in a comment: first of a doc comment, first of a tag, or later. Undefined in Markdown. */
  readonly comment?: 'doc' | 'tag' | 'more';
}

interface BlocksOptions {
  /** True for the text of a comment, in which indentation and `<T>` mean nothing. */
  readonly isComment: boolean;
  /** Line of the file on which the text begins, from 1. */
  readonly startLine: number;
}

/** The blocks of a Markdown text. Code blocks, HTML and front matter are left out. */
export function blocksOfMarkdown(text: string, { isComment, startLine }: BlocksOptions): Block[] {
  const tree = parseMarkdown(text, isComment);
  const blocks: Block[] = [];
  const visit = (node: Nodes): void => {
    const kind = kindOf(node);
    if (kind) blocks.push(flatten(node, kind, startLine - 1));
    else if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return blocks.filter((block) => block.text.trim() !== '');
}

/** Parses GitHub's Markdown, of which tables are the only extension that these pages use. */
export function parseMarkdown(text: string, isComment: boolean): Root {
  const disable = isComment ? ['codeIndented', 'htmlFlow', 'htmlText', 'setextUnderline', 'definition'] : [];
  return fromMarkdown(isComment ? text : blankFrontMatter(text), {
    extensions: [gfmTable(), { disable: { null: disable } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
}

/** Empties front matter, but keeps its lines, so that the numbers of lines stay. */
function blankFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/, (matter) => matter.replaceAll(/[^\n]/g, ''));
}

function kindOf({ type }: Nodes): Block['kind'] | undefined {
  if (type === 'paragraph' || type === 'heading') return type;
  return type === 'tableCell' ? 'cell' : undefined;
}

function flatten(root: Nodes, kind: Block['kind'], linesBefore: number): Block {
  let text = '';
  const codes: string[] = [];
  const places: Place[] = [];
  const append = (piece: string, { position }: Nodes, isBold: boolean): void => {
    let line = linesBefore + (position?.start.line ?? 1);
    for (const character of piece.split('')) {
      places.push({ line, isBold });
      if (character === '\n') line += 1;
    }
    text += piece;
  };
  const visit = (node: Nodes, isBold: boolean): void => {
    if (node.type === 'text') append(node.value, node, isBold);
    else if (node.type === 'break' || node.type === 'html') append(breakMark, node, isBold);
    else if (node.type === 'inlineCode') {
      codes.push(node.value);
      append(codeMark, node, isBold);
    } else if ('children' in node) for (const child of node.children) visit(child, isBold || node.type === 'strong');
  };
  visit(root, false);
  return { kind, text, codes, places };
}
