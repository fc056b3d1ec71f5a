import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import { adapterOf, type ProcessMark, type Signal, type Unreadable } from "../../backends/index.ts";
import { testEventName } from "../../hooks/index.ts";
import { agentErrors } from "../agents.errors.ts";
import { imagesOf } from "../images/images-of.ts";
import type { Heard } from "./heard.ts";
import { readBody } from "./read-body.ts";
import { isTooWide } from "./too-wide.ts";

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
  const reader = adapterOf(backend)?.hooks;
  if (reader === undefined) throw agentErrors.unknownBackend(backend);
  const at = clock.now();
  if (isTooWide(body)) throw agentErrors.malformed("it has more values than any hook");
  const content = readBody(body, reader);
  if (content === null) throw agentErrors.malformed("the body is not JSON");
  const { payload, readable, fingerprint, images } = content;
  const read = orThrow(reader.read(readable, { at, process: processOf(headers) }));
  const signal = images.length === 0 ? read : { ...read, images: imagesOf(read.observation, images) };
  const isTest = signal.event === testEventName;
  return {
    id: newId(),
    backend,
    event: signal.event,
    at,
    correlationId,
    payload,
    size: body.length,
    signal: isTest ? null : signal,
    testId: isTest ? signal.sessionId : null,
    marks: {
      signalId: header(headers, "x-signalbox-signal-id", /^[\x21-\x7e]{1,200}$/),
      fingerprint,
    },
  };
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
