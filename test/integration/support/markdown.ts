/** The part of a page under a heading, whatever its level, up to the next one of that level or above. */
export function sectionOf(page: string, heading: string): string {
  const lines = withoutCode(page).split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) throw new Error(`the page has no heading ${heading}`);
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
  const end = lines.findIndex((line, index) => index > start && (/^(#+) /.exec(line)?.[1]?.length ?? 9) <= level);
  return page
    .split('\n')
    .slice(start, end < 0 ? undefined : end)
    .join('\n');
}

/** The rows of a section's last table, as cells, without its head. */
export function tableOf(section: string): string[][] {
  const tables = section.split(/\n{2,}/).filter((block) => block.startsWith('|'));
  const rows = (tables.at(-1) ?? '').trimEnd().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The code blocks of a language, in order. */
export function codeBlocks(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, code = '']) =>
    name === language ? code : [],
  );
}

/** Where a page's links lead. */
export function linksOf(page: string): string[] {
  return [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

/** The titles of a page's headings, whatever their level. */
export function headingsOf(page: string): string[] {
  return [...withoutCode(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
}

/** A page with its code blocks blanked, line by line, since a comment in them may look like a heading. */
function withoutCode(page: string): string {
  return page.replaceAll(/^```.*?^```$/gms, (block) => block.replaceAll(/.+/g, ''));
}
