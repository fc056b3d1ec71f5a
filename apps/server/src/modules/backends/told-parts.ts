import { type JsonObject, numberAt, storableText } from "../../kernel/json.ts";
import { redactText } from "../../kernel/redact.ts";
import type { ExecutionTold } from "./execution-cli.ts";

/** A session's id is a word, and no secret. */
export const sessionOf = (id: string): ExecutionTold[] =>
  /^[\w.:-]{1,100}$/.test(id) && redactText(id) === id ? [{ kind: "session", id }] : [];

/** Null where it is no number that can be counted to. */
const countOf = (value: number | null): number | null =>
  value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;

export const tokensAt = (usage: JsonObject, key: string): number => countOf(numberAt(usage, key)) ?? 0;

/** Dollars in millionths. */
export const microsOf = (dollars: number | null): number | null =>
  dollars === null ? null : countOf(Math.round(dollars * 1_000_000));

/** Of what it was refused, so much is told. */
const [mostTools, longestTool] = [20, 100];

/** Names of tools in few and short words, each once, without secrets. */
export const toolNames = (names: readonly string[]): string[] =>
  [...new Set(names)]
    .slice(0, mostTools)
    .map((name) => storableText(redactText(name).slice(0, longestTool), longestTool));
