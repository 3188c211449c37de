/**
 * Answers as `answer` does, and not before those that came earlier under its key have theirs.
 * @param last    The last of each key; forgets it once it is answered.
 * @param answer  Must not reject.
 */
export function inTurn<Answer>(
  last: Map<string, Promise<unknown>>,
  key: string,
  answer: Promise<Answer>,
): Promise<Answer> {
  const turn = Promise.resolve(last.get(key)).then(() => answer);
  last.set(key, turn);
  void turn.then(() => {
    if (last.get(key) === turn) last.delete(key);
  });
  return turn;
}
