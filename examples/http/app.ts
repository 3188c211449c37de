import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Attendance } from 'rollbook';
import { type Teacher, toBulkCommand, toMarkCommand } from './commands.ts';
import { toProblem, toResponse } from './problem.ts';

/** The parts that the routes work with. */
export interface AppOptions {
  readonly attendance: Attendance;
  /**
   * Finds the owner of a token, `undefined` for nobody's. This function stands in for the host's own authentication.
   */
  readonly authenticate: (token: string) => Promise<Teacher | undefined>;
  /** Hears of every error that is ours (5xx): the client is told little of it. */
  readonly report: (error: unknown) => void;
}

/** Room for a bulk of 5,000 children, each with a short note. */
const maxBodyBytes = 2 * 1024 * 1024;

/** `POST /marks` marks one child, `POST /bulk-marks` many. Whatever goes wrong is answered as a problem document. */
export function createApp({ attendance, authenticate, report }: AppOptions) {
  const app = new Hono<{ Variables: { teacher: Teacher } }>();

  app.use(async (context, next) => {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    const teacher = await authenticate(token);
    if (!teacher) return toResponse({ status: 401, code: 'unauthenticated', detail: 'a bearer token is needed' });
    context.set('teacher', teacher);
    return next();
  });
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: () => toResponse(tooLarge) }));

  app.post('/marks', async (context) => {
    const body = await readObject(context.req);
    if (!body) return toResponse(malformed);
    const command = toMarkCommand(attendance.schemas, body, context.get('teacher'));
    return context.json(await attendance.markAttendance(command));
  });

  app.post('/bulk-marks', async (context) => {
    const body = await readObject(context.req);
    if (!body) return toResponse(malformed);
    const command = toBulkCommand(attendance.schemas, body, context.get('teacher'));
    return context.json(await attendance.markBulkAttendance(command));
  });

  app.notFound(() => toResponse({ status: 404, code: 'route_not_found', detail: 'there is no such route' }));
  app.onError((error) => {
    const problem = toProblem(error);
    if (problem.status >= 500) report(error);
    return toResponse(problem);
  });
  return app;
}

const malformed = { status: 400, code: 'malformed_body', detail: 'the body must be a JSON object' };
const tooLarge = { status: 413, code: 'body_too_large', detail: `the body must have at most ${maxBodyBytes} bytes` };

/** The body's JSON object, `undefined` when it is none. */
async function readObject(request: { text(): Promise<string> }): Promise<object | undefined> {
  const text = await request.text();
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
