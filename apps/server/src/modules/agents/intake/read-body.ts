import { hashText } from "../../../kernel/ids.ts";
import {
  clipJson,
  isObject,
  type JsonObject,
  keptOfForeign,
  objectAt,
  textAt,
} from "../../../kernel/json.ts";
import { redactValue } from "../../../kernel/redact.ts";
import type { HookReader, SignalImage } from "../../backends/index.ts";
import { liftImages, mayHoldImages } from "../images/lift-images.ts";

/** A body smaller than this is never cut for its size. */
const smallest = 48 * 1024;

/** A hook's body without secrets and cut to size. */
export interface HookBody {
  /** What is stored. */
  payload: JsonObject;
  /** What is read: each field cut on its own, and ids as they came. Not an object where the body is none. */
  readable: unknown;
  /** A hash of the body. */
  fingerprint: string;
  /** What was taken out of it. */
  images: readonly SignalImage[];
}

/** Null where the body is not JSON. */
export function readBody(body: Buffer, reader: Pick<HookReader, "ids" | "fields">): HookBody | null {
  const whole = parse(body);
  if (whole === undefined) return null;
  const { value: parsed, images } = mayHoldImages(body) ? liftImages(whole) : { value: whole, images: [] };
  // Cut first: looking for secrets in all of a large body would take long.
  const payload = redactValue(clipJson(parsed, keptOfForeign));
  const readable = body.length < smallest ? payload : fieldByField(parsed, reader.fields);
  return {
    payload: isObject(payload) ? payload : {},
    readable: withOwnIds(readable, parsed, reader.ids),
    fingerprint: hashText(body),
    images,
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** What is read of a large hook: each field cut on its own, so that none is lost to the size of another. */
function fieldByField(parsed: unknown, fields: readonly string[]): unknown {
  if (!isObject(parsed)) return parsed;
  const present = fields.filter((field) => Object.hasOwn(parsed, field));
  return redactValue(
    Object.fromEntries(present.map((field) => [field, clipJson(parsed[field], keptOfForeign)])),
  );
}

/** What is read, with the ids as they came: redacted, those of two sessions could be the same. */
function withOwnIds(readable: unknown, parsed: unknown, ids: readonly string[]): unknown {
  if (!isObject(readable) || !isObject(parsed)) return readable;
  const present = ids.filter((id) => Object.hasOwn(parsed, id));
  const own = {
    ...readable,
    ...Object.fromEntries(present.map((id) => [id, clipJson(parsed[id], keptOfForeign)])),
  };
  const launched = textAt(objectAt(parsed, "tool_response"), "agentId");
  if (launched === null) return own;
  const agentId = clipJson(launched, keptOfForeign);
  return { ...own, tool_response: { ...objectAt(readable, "tool_response"), agentId } };
}
