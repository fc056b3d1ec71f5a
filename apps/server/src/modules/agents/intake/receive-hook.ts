import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../../kernel/clock.ts";
import { hashText, newId } from "../../../kernel/ids.ts";
import { clipJson, isObject } from "../../../kernel/json.ts";
import { redactValue } from "../../../kernel/redact.ts";
import {
  claudeFields,
  claudeIds,
  type ProcessMark,
  readClaudeHook,
  type Signal,
  type Unreadable,
} from "../../backends/index.ts";
import { testEventName } from "../../hooks/index.ts";
import { agentErrors } from "../agents.errors.ts";
import type { Heard } from "./heard.ts";

/** How much of a hook is kept: enough for any question to be read whole, little enough to store. */
const kept = { depth: 40, string: 64 * 1024, total: 192 * 1024 };

/** A body smaller than this is never cut for its size. */
const smallest = 48 * 1024;

const readers: Readonly<Record<string, typeof readClaudeHook | undefined>> = Object.assign(
  Object.create(null),
  {
    claude: readClaudeHook,
  },
);

export interface ArrivedHook {
  backend: string;
  body: Buffer;
  headers: IncomingHttpHeaders;
  correlationId: string;
}

/**
 * Reads an arrived hook: redacts, cuts to size, normalises.
 * @throws AppError `signals.unknown_backend`, `signals.malformed`
 */
export function hear({ backend, body, headers, correlationId }: ArrivedHook, clock: Clock): Heard {
  const read = readers[backend];
  if (read === undefined) throw agentErrors.unknownBackend(backend);
  const parsed = parse(body.toString("utf8"));
  // Cut first: looking for secrets in all of a large body would hold everyone up.
  const payload = redactValue(clipJson(parsed, kept));
  const at = clock.now();
  const readable = body.length < smallest ? payload : fieldByField(parsed);
  const signal = orThrow(read(withOwnIds(readable, parsed), { at, process: processOf(headers) }));
  const isTest = signal.event === testEventName;
  return {
    id: newId(),
    backend,
    event: signal.event,
    at,
    correlationId,
    payload: isObject(payload) ? payload : {},
    size: body.length,
    signal: isTest ? null : signal,
    testId: isTest ? signal.sessionId : null,
    marks: {
      signalId: header(headers, "x-signalbox-signal-id", /^[\x21-\x7e]{1,200}$/),
      fingerprint: hashText(body),
    },
  };
}

/** What is read of a large hook: each field cut on its own, so that none is lost to the size of another. */
function fieldByField(parsed: unknown): unknown {
  if (!isObject(parsed)) return parsed;
  const fields = claudeFields.filter((field) => Object.hasOwn(parsed, field));
  return redactValue(Object.fromEntries(fields.map((field) => [field, clipJson(parsed[field], kept)])));
}

/** What is read, with the ids as they came: redacted, those of two sessions could be the same. */
function withOwnIds(readable: unknown, parsed: unknown): unknown {
  if (!isObject(readable) || !isObject(parsed)) return readable;
  const ids = claudeIds.filter((id) => Object.hasOwn(parsed, id));
  return { ...readable, ...Object.fromEntries(ids.map((id) => [id, parsed[id]])) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw agentErrors.malformed("the body is not JSON");
    throw cause;
  }
}

function orThrow(signal: Signal | Unreadable): Signal {
  if ("reason" in signal) throw agentErrors.malformed(signal.reason);
  return signal;
}

function processOf(headers: IncomingHttpHeaders): ProcessMark {
  const pid = header(headers, "x-signalbox-pid", /^[1-9]\d{0,8}$/);
  return {
    pid: pid === null ? null : Number(pid),
    pane: header(headers, "x-tmux-pane", /^%\d{1,9}$/),
    entry: header(headers, "x-signalbox-entry", /^[\w.-]{1,40}$/),
  };
}

/** A header's value where it has the form it should have. */
function header(headers: IncomingHttpHeaders, name: string, form: RegExp): string | null {
  const value = headers[name];
  return typeof value === "string" && form.test(value) ? value : null;
}
