/** Changes rollbook's SQL text, to see what a part of it costs. */
export type EditText = (text: string) => string;

/** Leaves out the common table of that name, which nothing else refers to. The parameters of that table stay. */
export function withoutPart(name: string): EditText {
  return (text) =>
    replaceOnce(text, new RegExp(`,\\n${name} as \\(\\n[\\s\\S]*?\\n\\)(?=[,\\n])`), (part) => {
      const parameters = new Set(part.match(/\$\d+::\w+(\[\])?/g));
      return `,\n${name} as (select ${[...parameters].join(', ')})`;
    });
}

/** Lets revisions be inserted without a check for existing ones. */
export const withoutArbiter: EditText = (text) =>
  replaceOnce(text, /\n {2}on conflict \([^\n]*where outcome = 'superseded'\s+do nothing/, () => '');

/** The text as it is. */
export const asItIs: EditText = (text) => text;

function replaceOnce(text: string, pattern: RegExp, by: (part: string) => string): string {
  if (!pattern.test(text)) throw new Error(`rollbook's statement has no ${pattern} any more`);
  return text.replace(pattern, by);
}
