import { redactText } from "./redact.ts";

/** A JSON value as it came from outside: nothing is known of its shape. */
export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object of JSON that a text is; null for any other text. */
export function objectIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The string at `key`, or null where there is none. */
export function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === "string" ? value : null;
}

/** The finite number at `key`, or null where there is none. */
export function numberAt(object: JsonObject, key: string): number | null {
  const value = object[key];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The array at `key`, or an empty one. */
export function listAt(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

/** The object at `key`, or an empty one. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/** How much of a foreign value is kept: levels, characters of one string, characters in all. */
export interface ClipLimits {
  depth: number;
  string: number;
  total: number;
}

/** How much is kept of what a CLI tells: enough for any question to be read whole, little enough to store. */
export const keptOfForeign: ClipLimits = { depth: 40, string: 64 * 1024, total: 192 * 1024 };

/** As long as any secret that can be told by its shape. */
const margin = 8 * 1024;

/**
 * Head and tail of a text that is longer than `limit`, with a word about what is missing. Secrets near the cuts are
 * taken out before: one that is cut could be told by its shape no more.
 */
export function clipText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  const head = redactText(text.slice(0, half + margin)).slice(0, half);
  const tail = redactText(text.slice(-half - margin)).slice(-half);
  const cut = text.length - 2 * half;
  return `${head.toWellFormed()}\n[… ${cut} characters cut …]\n${tail.toWellFormed()}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL stores no NUL in text
const nul = /\u0000/g;
/** A foreign text that the database can store: no NUL, no lone surrogates, and no longer than `limit`. */
export const storableText = (text: string, limit: number): string =>
  clipText(text.replace(nul, "").toWellFormed(), limit);

/**
 * A copy of a foreign JSON value that the database can store: no NUL, no lone surrogates, no deeper and no
 * larger than the limits. What is cut says so in its place.
 */
export function clipJson(value: unknown, limits: ClipLimits): unknown {
  let left = limits.total;
  const clip = (part: unknown, depth: number): unknown => {
    if (left <= 0) return "[cut: too large]";
    if (typeof part === "string") {
      const text = storableText(part, Math.min(limits.string, Math.max(left, 200)));
      left -= text.length + 2;
      return text;
    }
    left -= 8;
    if (typeof part !== "object" || part === null) return part;
    if (depth >= limits.depth) return "[cut: too deep]";
    return Array.isArray(part) ? clipList(part, depth) : clipEntries(part, depth);
  };
  const clipList = (list: readonly unknown[], depth: number) => {
    const kept: unknown[] = [];
    for (const item of list) {
      kept.push(clip(item, depth + 1));
      if (left <= 0) break;
    }
    return kept;
  };
  const clipEntries = (object: object, depth: number) => {
    const kept: [string, unknown][] = [];
    for (const [key, item] of Object.entries(object)) {
      left -= key.length;
      kept.push([storableText(key, 200), clip(item, depth + 1)]);
      if (left <= 0) break;
    }
    return Object.fromEntries(kept);
  };
  return clip(value, 0);
}
