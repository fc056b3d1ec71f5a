import type { ErrorClass } from "@signalbox/contract/executions";
import { clipText, storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { ExecutionCli } from "../../backends/index.ts";
import type { ReadPiece } from "../execution-moves.repository.ts";
import type { OwnTotal } from "../usage/tally.ts";
import { OpenKeys } from "./open-keys.ts";
import { readRecords } from "./read-records.ts";

/** Of a line that is longer, its head and its tail are kept. */
const longestLine = 64 * 1024;

/** Whole records that follow a place in the output; null where there are none yet. */
export async function readPiece(path: string, from: number, cli: ExecutionCli): Promise<ReadPiece | null> {
  const read = await readRecords(path, from);
  if (read === null) return null;
  const keys = new OpenKeys();
  for (const record of read.before) safeRecord(record, keys);
  const lines = read.records.map((record) => safeRecord(record, keys));
  const told = read.records.flatMap((record) => {
    const { mark, text } = partsOf(record);
    return mark.endsWith(" o ") ? cli.read(text) : [];
  });
  const last = <K extends (typeof told)[number]["kind"]>(kind: K) =>
    told.findLast((one): one is Extract<(typeof told)[number], { kind: K }> => one.kind === kind);
  const result = last("result");
  return {
    ...{ from, to: read.to, lines: lines.length },
    text: lines.map((line) => `${line}\n`).join(""),
    sessionId: last("session")?.id ?? null,
    resetsAt: last("limited")?.resetsAt ?? null,
    spent: told.flatMap((one) => (one.kind === "spent" ? [one.spent] : [])),
    result: result === undefined ? null : resultOf(result),
  };
}

function partsOf(record: string): { mark: string; text: string } {
  const [, mark = "", text = record] = /^(\d{1,15} [oen] )([\s\S]*)$/.exec(record) ?? [];
  return { mark, text };
}

/** As it is kept, in a line: secrets taken out, and no longer than anybody reads. */
function safeRecord(record: string, keys: OpenKeys): string {
  const { mark, text } = partsOf(record);
  const safe = keys.redact(mark.at(-2) ?? "", clipText(text, longestLine).replaceAll("\n", " "));
  return mark + safe.replaceAll("\u0000", "\ufffd");
}

interface Told {
  text: string;
  errorClass: ErrorClass | null;
  usage: OwnTotal;
  refused: readonly string[];
}

function resultOf({ text, errorClass, usage, refused }: Told): NonNullable<ReadPiece["result"]> {
  const words = storableText(redactText(text), longestLine);
  const note = refused.length === 0 ? null : `It was not allowed to use ${refused.join(", ")}`;
  return { text: words, errorClass, usage, reason: errorClass === null ? note : firstWords(words) };
}

const firstWords = (text: string): string => clipText(text.split("\n")[0] ?? "", 300);
