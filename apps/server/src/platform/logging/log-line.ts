import { type LogLevel, type LogLine, logLevels } from "@signalbox/contract/logs";
import { z } from "zod";

/** Which lines are wanted; what is missing narrows nothing. */
export interface LogFilter {
  level?: LogLevel | undefined;
  text?: string | undefined;
  part?: string | undefined;
  correlationId?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

type Content = Omit<LogLine, "position">;

const Written = z.looseObject({
  level: z.enum(logLevels),
  time: z.iso.datetime(),
  msg: z.string().default(""),
  part: z.string().optional(),
  correlationId: z.string().optional(),
});

/** How a line of ours begins: enough where the rest was cut off. */
const beginning = /^\{"level":"(?<level>\w+)","time":"(?<time>[^"]+)"/;

/** Reads a line; what is none of ours is shown as it is. */
export function readLine(text: string): Content {
  const written = Written.safeParse(parsed(text)).data;
  if (written === undefined) return strange(text);
  const { level, time, msg, part = null, correlationId = null, ...fields } = written;
  return { at: time, level, part, message: msg, correlationId, fields };
}

function strange(text: string): Content {
  const { level, time } = beginning.exec(text)?.groups ?? {};
  const at = z.iso.datetime().safeParse(time).data ?? null;
  const known = z.enum(logLevels).safeParse(level).data ?? "info";
  return { at, level: known, part: null, message: text, correlationId: null, fields: {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const rankOf = (level: LogLevel): number => logLevels.indexOf(level);

/** Reads a line where the filter lets it through. */
export function lineReader(filter: LogFilter): (text: string) => Content | undefined {
  const { level, part, correlationId, since, until } = filter;
  // Looked for as it is written, so that most lines need not be parsed.
  const sought = filter.text === undefined ? "" : JSON.stringify(filter.text).slice(1, -1).toLowerCase();
  const moment = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at));
  const [from, to] = [moment(since), moment(until)];
  return (text) => {
    if (sought !== "" && !text.toLowerCase().includes(sought)) return undefined;
    if (correlationId !== undefined && !text.includes(correlationId)) return undefined;
    const line = readLine(text);
    const at = line.at === null ? undefined : Date.parse(line.at);
    const fits =
      (level === undefined || rankOf(line.level) >= rankOf(level)) &&
      (part === undefined || line.part === part) &&
      (correlationId === undefined || line.correlationId === correlationId) &&
      (from === undefined || (at !== undefined && at >= from)) &&
      (to === undefined || (at !== undefined && at <= to));
    return fits ? line : undefined;
  };
}
