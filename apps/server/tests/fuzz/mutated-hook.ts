import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { RecordedHook } from "@signalbox/testkit/recordings";
import { between, type Dice, pick } from "@signalbox/testkit/seeded";
import { hostileValue } from "./hostile-values.ts";

/** A hook that went wrong on its way, or was never one. */
export interface MutatedHook {
  /** What was done to it, for whoever has to find out why it did harm. */
  how: string;
  body: Buffer;
  headers: Record<string, string>;
}

type Payload = Record<string, unknown>;

/** Fields that recordings may lack and the reader knows. */
const knownFields = [
  ...[
    "session_id",
    "hook_event_name",
    "prompt_id",
    "cwd",
    "model",
    "transcript_path",
    "agent_id",
    "agent_type",
  ],
  ...["tool_name", "tool_input", "tool_response", "tool_use_id", "duration_ms", "message_id", "index"],
  ...["prompt", "source", "reason", "error", "error_details", "message", "notification_type"],
  ...["last_assistant_message", "background_tasks"],
];

const placeholder = "\u0001here\u0001";

/** Sets a field to JSON text that `JSON.stringify` would never write. */
function withField(payload: Payload, path: readonly string[], json: string): string {
  const copy = structuredClone(payload);
  let place: Payload = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Payload;
  place[path.at(-1) ?? ""] = placeholder;
  return JSON.stringify(copy).replace(JSON.stringify(placeholder), () => json);
}

function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

const mutateField = (payload: Payload, dice: Dice): Omit<MutatedHook, "headers"> => {
  const path = dice() < 0.5 ? [pick(dice, knownFields)] : pick(dice, pathsIn(payload));
  if (dice() < 0.1) {
    const { [path[0] ?? ""]: _gone, ...rest } = payload;
    return { how: `without ${path[0]}`, body: Buffer.from(JSON.stringify(rest)) };
  }
  const json = hostileValue(dice);
  const how = `${payload.hook_event_name}.${path.join(".")} = ${json.slice(0, 60)} (${json.length})`;
  return { how, body: Buffer.from(withField(payload, path, json)) };
};

const textMutations: Readonly<Record<string, (text: string, dice: Dice) => Buffer>> = {
  truncated: (text, dice) => Buffer.from(text.slice(0, between(dice, 0, text.length))),
  "cut inside a character": (text) =>
    Buffer.from(text.replace('"session_id":"', '"session_id":"é')).subarray(0, -3),
  "invalid UTF-8": (text, dice) => {
    const bytes = Buffer.from(text);
    for (let left = between(dice, 1, 6); left > 0; left--)
      bytes[between(dice, 1, bytes.length - 1)] = between(dice, 128, 256);
    return bytes;
  },
  "a byte of noise": (text, dice) => {
    const bytes = Buffer.from(text);
    bytes[between(dice, 0, bytes.length)] = between(dice, 0, 256);
    return bytes;
  },
  "UTF-16": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  Latin: (text) => Buffer.from(text.replace('"cwd":"', '"cwd":"/home/é'), "latin1"),
  "a byte order mark": (text) => Buffer.from(`\ufeff${text}`),
  gzip: (text) => gzipSync(text),
  "trailing garbage": (text) => Buffer.from(`${text}${text}`),
  "duplicated keys": (text) => Buffer.from(text.replace("{", '{"session_id":null,"hook_event_name":7,')),
  "keys twice": (text) => Buffer.from(`${text.slice(0, -1)},${text.slice(1)}`),
  "raw control characters": (text) => Buffer.from(text.replace('"cwd":"', '"cwd":"\u0000\u0001\n')),
  empty: () => Buffer.alloc(0),
  blanks: () => Buffer.from(" \n\t "),
  "no object": (_, dice) => Buffer.from(hostileValue(dice)),
  "single quotes": (text) => Buffer.from(text.replaceAll('"', "'")),
  form: (text) => Buffer.from(new URLSearchParams({ payload: text }).toString()),
};

const oddHeaders: Readonly<Record<string, (dice: Dice) => string>> = {
  "content-type": (dice) =>
    pick(dice, ["", "text/plain", "application/xml", ";;;", "multipart/form-data", "a"]),
  "content-encoding": (dice) => pick(dice, ["gzip", "br", "deflate", "nonsense"]),
  "x-signalbox-signal-id": (dice) => pick(dice, ["", " ", "é", "x".repeat(5_000), "a b", "\t"]),
  "x-signalbox-pid": (dice) => pick(dice, ["-1", "0", "1e9", "999999999999", "abc", "1;2", "007"]),
  "x-signalbox-entry": (dice) => pick(dice, ["<b>", "x".repeat(5_000), "__proto__", "é"]),
  "x-signalbox-agent": (dice) => pick(dice, ["", "__proto__", "x".repeat(5_000), randomUUID()]),
  "x-tmux-pane": (dice) => pick(dice, ["%", "%-1", "1", "%99999999999999999999", "x".repeat(5_000)]),
  "x-correlation-id": (dice) => pick(dice, ["", "a b", "x".repeat(5_000), "../..", "é"]),
  "accept-encoding": () => "x".repeat(5_000),
  cookie: () => "=;=;;sbx=%%%;".repeat(100),
  "x-forwarded-for": () => "1.1.1.1, ::1",
};

/** Bodies at and beyond the size that is taken. */
export function oversized(payload: Payload, megabytes: number): MutatedHook {
  const filler = "x".repeat(Math.round(megabytes * 2 ** 20));
  const body = Buffer.from(JSON.stringify({ ...payload, prompt: filler }));
  return { how: `${megabytes} MB`, body, headers: ownHeaders() };
}

/** A recorded hook with one thing wrong about it. */
export function mutatedHook(hooks: readonly RecordedHook[], dice: Dice): MutatedHook {
  const payload = freshPayload(pick(dice, hooks), dice);
  const roll = dice();
  if (roll < 0.75) return { ...mutateField(payload, dice), headers: ownHeaders() };
  if (roll < 0.92) {
    const how = pick(dice, Object.keys(textMutations));
    const body = textMutations[how]?.(JSON.stringify(payload), dice) ?? Buffer.alloc(0);
    return { how, body, headers: ownHeaders() };
  }
  const name = pick(dice, Object.keys(oddHeaders));
  const value = oddHeaders[name]?.(dice) ?? "";
  const headers = { ...ownHeaders(), [name]: value };
  return { how: `${name}: ${value.slice(0, 60)}`, body: Buffer.from(JSON.stringify(payload)), headers };
}

/** So that no hook is a double of another: one of some sessions, and ids of its own. */
export const freshPayload = ({ payload }: RecordedHook, dice: Dice): Payload => ({
  ...payload,
  session_id: `mutated-${between(dice, 0, 50)}`,
  ...(payload.tool_use_id === undefined ? {} : { tool_use_id: `toolu_${randomUUID()}` }),
  ...(payload.message_id === undefined ? {} : { message_id: randomUUID() }),
  number: randomUUID(),
});

const ownHeaders = () => ({ "x-signalbox-signal-id": randomUUID() });
