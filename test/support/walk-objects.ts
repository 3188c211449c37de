import { type Runtime, Session } from 'node:inspector';

/**
 * Every text in an object, however deep: in properties, private fields, and the entries of maps and sets.
 * `JSON.stringify` would miss some, such as an index that a class keeps private.
 */
export function textsIn(value: unknown): ReadonlySet<string> {
  const session = new Session();
  session.connect();
  const texts = new Set<string>();
  const seen = new Set<unknown>();
  const key = '__textsIn__';
  try {
    Reflect.set(globalThis, key, { value, isNew: (object: unknown) => !seen.has(object) && Boolean(seen.add(object)) });
    const root = evaluate(session, `globalThis.${key}.value`);
    const open = [root];
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.type === 'string' && typeof next.value === 'string') texts.add(next.value);
      if (next.objectId === undefined || next.type === 'function' || !isNew(session, next.objectId, key)) continue;
      open.push(...partsOf(session, next.objectId, texts));
    }
  } finally {
    Reflect.deleteProperty(globalThis, key);
    session.disconnect();
  }
  return texts;
}

function partsOf(session: Session, objectId: string, texts: Set<string>): Runtime.RemoteObject[] {
  const parts: Runtime.RemoteObject[] = [];
  const { result, internalProperties = [], privateProperties = [] } = getProperties(session, objectId);
  for (const { name, value } of [...result, ...privateProperties]) {
    texts.add(name);
    if (value) parts.push(value);
  }
  for (const { name, value } of internalProperties) if (name === '[[Entries]]' && value) parts.push(value);
  return parts;
}

/** The call is synchronous, since an inspector of one's own thread answers before `post` returns. */
function post<Result>(send: (callback: (error: Error | null, result: Result) => void) => void): Result {
  let answer: { readonly error: Error | null; readonly result: Result } | undefined;
  send((error, result) => {
    answer = { error, result };
  });
  if (!answer) throw new Error('the inspector did not answer at once');
  if (answer.error) throw answer.error;
  return answer.result;
}

function evaluate(session: Session, expression: string): Runtime.RemoteObject {
  return post<Runtime.EvaluateReturnType>((done) => session.post('Runtime.evaluate', { expression }, done)).result;
}

/** The inspector's answer, with private fields, which its types don't mention. */
interface Properties extends Runtime.GetPropertiesReturnType {
  readonly privateProperties?: readonly { readonly name: string; readonly value?: Runtime.RemoteObject }[];
}

function getProperties(session: Session, objectId: string): Properties {
  return post<Properties>((done) => session.post('Runtime.getProperties', { objectId, ownProperties: true }, done));
}

function isNew(session: Session, objectId: string, key: string): boolean {
  const functionDeclaration = `function () { return globalThis.${key}.isNew(this); }`;
  const { result } = post<Runtime.CallFunctionOnReturnType>((done) =>
    session.post('Runtime.callFunctionOn', { objectId, functionDeclaration, returnByValue: true }, done),
  );
  return result.value === true;
}
