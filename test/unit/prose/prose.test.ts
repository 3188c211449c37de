import { describe, expect, test } from 'vitest';
import { findExcess, shrinkDebt } from '../../../tools/prose/debt.ts';
import { checkProse, type RuleName } from '../../../tools/prose/rules.ts';

const words = (count: number) => `Schools ${'or '.repeat(count - 3)}are open.`;

/** Sentences that begin with a capital letter, each with the rule that it breaks. */
const bad: readonly (readonly [sentence: string, rule: RuleName])[] = [
  ['None is fine here: a catalog of its own it would not be.', 'pronoun'],
  ['Schools that are held up leave one statement to the others, if there is more than one.', 'word'],
  ['Ends a mark. Whether its caller is to be told: not one that has gone.', 'opening'],
  ['Whoever listens has nobody to tell it to, and neither has this.', 'pronoun'],
  [words(26), 'length'],
  ['A mark is kept. It has no revision.', 'pronoun'],
  ['A mark is kept. So it has no revision.', 'pronoun'],
  ['Marks are kept. Their order is that of arrival.', 'pronoun'],
  ['Marks are kept. They have no revision.', 'pronoun'],
  ['Marks are kept. Others are refused.', 'pronoun'],
  ['A mark is kept. This lets a caller go on.', 'pronoun'],
  ['A mark is kept. That is why nobody waits.', 'pronoun'],
  ['Marks are kept. One that fails is refused.', 'pronoun'],
  ['Marks are kept. Each takes a connection.', 'pronoun'],
  ['Marks are kept. None of them is lost.', 'pronoun'],
  ['Marks are kept. Both may be retried.', 'pronoun'],
  ['The row is found. Of its columns one is null.', 'opening'],
  ['The row is found. Not in a transaction of the host.', 'verb'],
  ['A statement makes one round to the database.', 'word'],
  ['The answer tells whether the mark is kept.', 'word'],
  ['A warning tells the operator of the store.', 'word'],
  ['The statement holds a lock until it ends.', 'word'],
  ['A settled promise is over.', 'word'],
  ['Schools take turns.', 'word'],
  [`A line ${'goes on '.repeat(6)}(${'x'.repeat(70)}) here.`, 'width'],
];

const good: readonly string[] = [
  'An empty object is allowed here, although `defineCatalog` refuses one.',
  'Blocked schools may use all statements but one.',
  'Marks it as ended. Returns false if its caller has stopped waiting.',
  "A listener's error has nowhere to go.",
  words(25),
  'Code counts as one word: `select a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x from y`.',
  'A school has a time zone, e.g. `Asia/Jakarta`, i.e. a name. The server has another one. rollbook reads neither.',
  'This school marks in the morning. This class is small. That process ends.',
  'One statement records a class. Each class has a teacher. Another bus arrives.',
  'None of the marks is lost. All marks are kept. Both marks are kept.',
  'Nothing is deleted. Nobody waits. There is one row.',
  'A statement makes one round trip to the database, all year round.',
  'A guardian is told what happened, and the worker tells the guardian once.',
  'A process holds a delivery. The row is locked.',
];

const rulesIn = (path: string, source: string) => checkProse(path, source).map(({ rule }) => rule);

describe('in Markdown', () => {
  test.each(bad)('refuses: %s', (sentence, rule) =>
    expect(rulesIn('page.md', `# Page\n\n${sentence}\n`)).toContain(rule),
  );
  test.each(bad)('refuses in a list: %s', (sentence, rule) =>
    expect(rulesIn('page.md', `- ${sentence}\n`)).toContain(rule),
  );
  test.each(good)('accepts: %s', (sentence) => expect(checkProse('page.md', `# Page\n\n${sentence}\n`)).toEqual([]));

  test('asks for no verb in headings, cells, labels, introductions and entries without a full stop', () => {
    const page = [
      '# No duplicates.',
      '**No duplicates.** Marks repeat.',
      '| Cell. |\n|---|\n| Ids only. |',
      '- ids only',
    ];
    expect(checkProse('page.md', `${page.join('\n\n')}\n`)).toEqual([]);
  });

  test('lets code, tables and targets of links be wide', () => {
    const wide = 'x'.repeat(130);
    const page = [`\`\`\`\n${wide}\n\`\`\``, `| ${wide} |\n|---|\n| a |`, `A line has [a link](https://${wide}).`];
    expect(checkProse('page.md', `${page.join('\n\n')}\n`)).toEqual([]);
  });

  test('counts the words of a sentence over lines, and names its first line', () => {
    const page = `---\n'rollbook': minor\n---\n\nA mark is kept.\n${words(26).replaceAll(' or', '\nor')}\n`;
    expect(checkProse('.changeset/one.md', page)).toMatchObject([{ rule: 'length', line: 6 }]);
  });

  test('refuses Those, and lets questions begin with What, How and Who', () => {
    const page = 'Those of a class come first. What is kept? How a mark ends is up to the host. Who marks is stored.';
    expect(checkProse('page.md', page)).toMatchObject([{ rule: 'pronoun', text: 'Those of a class come first.' }]);
  });

  test('checks the sentences of table cells', () => {
    expect(rulesIn('page.md', `| a |\n|---|\n| ${words(26)} |\n`)).toEqual(['length']);
  });
});

describe('in comments', () => {
  test.each(bad)('refuses in a doc comment: %s', (sentence, rule) =>
    expect(rulesIn('a.ts', `/**\n * Keeps marks.\n * ${sentence}\n */\nexport {};\n`)).toContain(rule),
  );
  test.each(bad)('refuses after code: %s', (sentence, rule) =>
    expect(rulesIn('a.ts', `const a = 1; // Keeps marks. ${sentence}\n`)).toContain(rule),
  );
  test.each(good)('accepts: %s', (sentence) =>
    expect(checkProse('a.ts', `/** ${sentence} */\nexport {};\n`)).toEqual([]),
  );

  test.each(['What', 'Whether', 'How', 'Who', 'Whom', 'Those', 'Of'])(
    'refuses a doc comment that begins with %s',
    (word) => {
      expect(rulesIn('a.ts', `/** ${word} marks are kept. */\nexport {};\n`)).toEqual(['opening']);
    },
  );

  test('reads lines that follow each other as one comment', () => {
    const lines = words(26).replaceAll(' or', '\n  // or');
    expect(checkProse('a.ts', `const a = 1;\n  // ${lines}\n`)).toMatchObject([{ rule: 'length', line: 2 }]);
  });

  test('finds comments among templates and expressions, and no comment in a text', () => {
    const source = [
      `const a = \`/** What \${/* What waits. */ 1} // What \`;`,
      `const b = '// What is this.';`,
      `const c = /\\/\\/ What/.test('/* What */'); // What ends.`,
    ];
    expect(checkProse('a.ts', source.join('\n'))).toMatchObject([
      { rule: 'opening', line: 1 },
      { rule: 'opening', line: 3 },
    ]);
  });

  test('lets a tag and the first sentence name a thing, and options state a default and a range', () => {
    const comment =
      '/**\n * The marks of a day.\n * 1 to 5,000. Default 500.\n * @param a  The first. Whether kept.\n */';
    expect(checkProse('a.ts', `${comment}\nexport {};\n`)).toMatchObject([{ rule: 'opening', text: 'Whether kept.' }]);
  });

  test('leaves examples and directives alone', () => {
    const comment =
      '/**\n * Keeps marks.\n * @example\n * It. They. None\n */\n// biome-ignore lint: It is fine.\n// It is not.';
    expect(checkProse('a.ts', `${comment}\nexport {};\n`)).toMatchObject([{ rule: 'pronoun', line: 7 }]);
  });

  test('reads the comments of shell scripts and workflows', () => {
    expect(checkProse('.ci/run', 'true\n# It is fine.\n')).toMatchObject([{ rule: 'pronoun', line: 2 }]);
  });
});

describe('the debt', () => {
  const finding = (line: number) => ({ rule: 'pronoun', line, text: 'It waits.' }) as const;

  test('allows as many findings of a rule in a file as it names, and shows all where there are more', () => {
    const debt = { 'a.ts': { pronoun: 1 } };
    expect(findExcess('a.ts', [finding(1)], debt)).toEqual([]);
    expect(findExcess('a.ts', [finding(1), finding(2)], debt)).toMatchObject([{ allowed: 1, findings: [{}, {}] }]);
    expect(findExcess('b.ts', [finding(1)], debt)).toMatchObject([{ allowed: 0 }]);
  });

  test('only shrinks', () => {
    const debt = { 'a.ts': { pronoun: 2, length: 1 }, 'b.ts': { width: 1 } };
    const found = new Map([
      ['a.ts', [finding(1)]],
      ['c.ts', [finding(1)]],
    ]);
    expect(shrinkDebt(found, debt)).toEqual({ 'a.ts': { pronoun: 1 } });
    expect(shrinkDebt(new Map([['a.ts', [finding(1), finding(2), finding(3)]]]), debt)).toEqual({
      'a.ts': { pronoun: 2 },
    });
  });
});
