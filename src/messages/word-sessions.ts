import { writeList } from './local-time.js';
import type { ParsedChange } from './parse-notification.js';
import { fill } from './texts.js';
import { phraseOf, type Wording, wordChange } from './word-change.js';

/** The session of a host that has one a day. Messages never name this session. */
const unnamed = 'day';

/** Changes that share one sentence, since they differ in their sessions only. */
interface Sentence {
  readonly change: ParsedChange;
  readonly sessions: readonly string[];
}

/** The day, with the sessions that stand with it, and the sentences. */
export interface WordedChanges {
  readonly day: string;
  readonly changes: string;
}

/**
 * Writes the sentences of a message, and its day. Sessions that all sentences share are named with the day. Else each
 * sentence names its own sessions, behind the child's name.
 * @param day  The day as the language writes it.
 */
export function wordChanges(changes: readonly ParsedChange[], day: string, wording: Wording): WordedChanges {
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

function gatherSentences(changes: readonly ParsedChange[], wording: Wording): readonly Sentence[] {
  const sentences: { readonly change: ParsedChange; readonly sessions: string[] }[] = [];
  const alike = new Map<string, typeof sentences>();
  for (const change of changes) {
    // Next to named sessions, nobody would know that the unnamed session is meant too.
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
