import { newId } from "../../kernel/ids.ts";
import { redactText } from "../../kernel/redact.ts";
import { readLine } from "../logging/log-line.ts";

/** What every report says of the server. */
export interface ReportContext {
  environment: string;
  release: string;
  /** The folder the program lies in: a path on somebody's machine tells who they are. */
  programFolder: string;
}

/** An error as Sentry takes it. */
export interface SentryEvent {
  event_id: string;
  timestamp: string | null;
  platform: "node";
  level: "error" | "fatal";
  logger: string;
  environment: string;
  release: string;
  tags: Record<string, string>;
  exception: { values: SentryException[] };
}

interface SentryException {
  type: string;
  value: string;
  stacktrace: { frames: SentryFrame[] };
}

interface SentryFrame {
  filename: string;
  function: string;
  lineno: number;
  colno: number;
  in_app: boolean;
}

const longestWords = 300;

/**
 * Makes a report of a line of the log that tells of an error. Only what is named here leaves the machine: what kind of
 * error it was, its first words without what they quote, where it was thrown, and the request it belongs to.
 */
export function eventOf(line: string, context: ReportContext): SentryEvent | undefined {
  const { at, level, part, message, correlationId, fields } = readLine(line);
  if (level !== "error" && level !== "fatal") return undefined;
  const error = errorIn(fields.err) ?? { type: "Error", stack: message };
  const tags = { correlation_id: correlationId, code: textOf(fields.code) ?? error.code, said: message };
  return {
    event_id: newId().replaceAll("-", ""),
    timestamp: at,
    platform: "node",
    level,
    logger: part ?? "server",
    environment: context.environment,
    release: context.release,
    tags: Object.fromEntries(
      Object.entries(tags).flatMap(([name, value]) =>
        value === null || value === undefined ? [] : [[name, withoutQuotes(value).slice(0, 200)]],
      ),
    ),
    exception: { values: exceptionsOf(error, context.programFolder) },
  };
}

interface WrittenError {
  type: string;
  stack: string;
  code?: string | undefined;
}

function errorIn(value: unknown): WrittenError | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const written: Record<string, unknown> = { ...value };
  const stack = textOf(written.stack) ?? textOf(written.message);
  if (stack === undefined) return undefined;
  return { type: textOf(written.type) ?? "Error", stack, code: textOf(written.code) };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The error and its causes; Sentry reads the outermost last. */
function exceptionsOf({ type, stack }: WrittenError, folder: string): SentryException[] {
  const [outer = "", ...causes] = stack.split(/\ncaused by: /);
  return [
    exceptionOf(outer, type, folder),
    ...causes.slice(0, 4).map((cause) => exceptionOf(cause, "Error", folder)),
  ].reverse();
}

function exceptionOf(stack: string, type: string, folder: string): SentryException {
  const [first = ""] = stack.split("\n", 1);
  const [, named, words = first] = /^(\w*(?:Error|Exception)): (.*)$/.exec(first) ?? [];
  return {
    type: named ?? type,
    value: withoutQuotes(words).slice(0, longestWords),
    stacktrace: { frames: framesOf(stack, folder).reverse() },
  };
}

const frameLine = /^\s+at (?:async )?(?:(.+?) \()?(?:file:\/\/)?((?:\/|node:)[^\n()]+?):(\d+):(\d+)\)?$/gm;
const mostFrames = 50;

const framesOf = (stack: string, folder: string): SentryFrame[] =>
  [...stack.matchAll(frameLine)].slice(0, mostFrames).map(([, name, path = "", line, column]) => ({
    filename: placeOf(path, folder),
    function: name ?? "?",
    lineno: Number(line),
    colno: Number(column),
    in_app: path.startsWith(folder) && !path.includes("/node_modules/"),
  }));

/** Below the program's folder; of any other file only its name. */
const placeOf = (path: string, folder: string): string => {
  if (path.startsWith("node:")) return path;
  return path.startsWith(`${folder}/`)
    ? path.slice(folder.length + 1)
    : path.slice(path.lastIndexOf("/") + 1);
};

/** What stands in quotes, and paths, may be anybody's words. */
const withoutQuotes = (text: string): string =>
  redactText(text)
    .replace(/"[^"]*"?|'[^']*'|`[^`]*`?/g, '"…"')
    .replace(/(?:file:\/\/)?(?:\/[\w.@-]+){2,}\/?/g, "…");
