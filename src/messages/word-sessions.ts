import { fill } from './fill.js';
import { writeList } from './local-time.js';
import { phraseOf } from './phrase-of.js';
import type { ReadChange } from './read-notification.js';
import { type Wording, wordChange } from './word-change.js';

/** The session of those who have one a day. This session is never named. */
const unnamed = 'day';

/** Changes that one sentence says, since they differ in their sessions only. */
interface Sentence {
  readonly change: ReadChange;
  readonly sessions: readonly string[];
}

/** The day, with the sessions that stand with it, and the sentences. */
export interface WordedChanges {
  readonly day: string;
  readonly changes: string;
}

/**
 * The sentences of a message, and its day. Where all sentences are of the same sessions, these are named with the
 * day; else each sentence names its own, behind the child's name.
 * @param day  As the language writes it.
 */
export function wordChanges(changes: readonly ReadChange[], day: string, wording: Wording): WordedChanges {
  const sentences = gatherSentences(changes, wording);
  const [first] = sentences;
  const shared = sentences.every(({ sessions }) => isSame(sessions, first?.sessions ?? []))
    ? (first?.sessions ?? [])
    : [];
  const ownOf = ({ sessions }: Sentence) => (shared.length > 0 ? '' : nameSessions(sessions, wording));
  return {
    day: wordDay(day, nameSessions(shared, wording), wording),
    changes: sentences.map((sentence) => wordChange(sentence.change, ownOf(sentence), wording)).join(' '),
  };
}

function gatherSentences(changes: readonly ReadChange[], wording: Wording): readonly Sentence[] {
  const sentences: { readonly change: ReadChange; readonly sessions: string[] }[] = [];
  const alike = new Map<string, typeof sentences>();
  for (const change of changes) {
    // Next to named sessions nobody would know that the unnamed one is meant too.
    const key = `${change.session === unnamed} ${wordChange(change, '', wording)}`;
    const ofKey = alike.get(key) ?? [];
    // Two children of one name are two sentences.
    const found = ofKey.find(({ sessions }) => !sessions.includes(change.session));
    if (found) {
      found.sessions.push(change.session);
      continue;
    }
    const sentence = { change, sessions: [change.session] };
    sentences.push(sentence);
    alike.set(key, [...ofKey, sentence]);
  }
  return sentences;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((session) => b.includes(session));
}

function nameSessions(sessions: readonly string[], { texts, locale }: Wording): string {
  const phrases = sessions.filter((session) => session !== unnamed).map((session) => phraseOf(session, texts.sessions));
  return writeList(phrases, locale);
}

function wordDay(day: string, session: string, { texts }: Wording): string {
  return session === '' ? day : fill(texts.session, { day, session });
}
