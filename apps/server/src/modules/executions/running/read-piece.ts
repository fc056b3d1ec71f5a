import { open } from "node:fs/promises";
import type { ErrorClass, ExecutionUsage } from "@signalbox/contract/executions";
import { clipText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { ExecutionCli } from "../../backends/index.ts";
import type { ReadPiece } from "../execution-moves.repository.ts";

/** At once: a record is shorter than that by far. */
const pieceBytes = 1024 * 1024;
const longestRecord = 32 * pieceBytes;
/** Of a line that is longer, its head and its tail are kept. */
const longestLine = 64 * 1024;
const newline = 0x0a;

/** Whole records that follow a place in the output; null where there are none yet. */
export async function readPiece(path: string, from: number, cli: ExecutionCli): Promise<ReadPiece | null> {
  const bytes = await readRecords(path, from);
  if (bytes === null) return null;
  const records = bytes.toString("utf8").split("\n").slice(0, -1);
  const lines = records.map(safeRecord);
  const told = records.flatMap((record) => {
    const line = standardOutput.exec(record)?.[1];
    return line === undefined ? [] : cli.read(line);
  });
  const last = <K extends (typeof told)[number]["kind"]>(kind: K) =>
    told.findLast((one): one is Extract<(typeof told)[number], { kind: K }> => one.kind === kind);
  const result = last("result");
  return {
    ...{ from, to: from + bytes.length, lines: lines.length },
    text: lines.map((line) => `${line}\n`).join(""),
    sessionId: last("session")?.id ?? null,
    resetsAt: last("limited")?.resetsAt ?? null,
    result: result === undefined ? null : resultOf(result),
  };
}

const standardOutput = /^\d+ o (.*)$/;
const head = /^(\d+ [oeOE] )(.*)$/;

/** As it is kept: secrets taken out, and no longer than anybody reads. */
function safeRecord(record: string): string {
  const [, mark = "", text = record] = head.exec(record) ?? [];
  return mark + clipText(redactText(text).replaceAll("\u0000", "\ufffd"), longestLine);
}

interface Told {
  text: string;
  errorClass: ErrorClass | null;
  usage: ExecutionUsage;
  refused: readonly string[];
}

function resultOf({ text, errorClass, usage, refused }: Told): NonNullable<ReadPiece["result"]> {
  const words = clipText(redactText(text).replaceAll("\u0000", "\ufffd"), longestLine);
  const tools = [...new Set(refused)].join(", ");
  const note = tools === "" ? null : `It was not allowed to use ${tools}`;
  return { text: words, errorClass, usage, reason: errorClass === null ? note : firstWords(words) };
}

const firstWords = (text: string): string => clipText(text.split("\n")[0] ?? "", 300);

async function readRecords(path: string, from: number): Promise<Buffer | null> {
  const file = await open(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  try {
    for (let length = pieceBytes; length <= longestRecord; length *= 2) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, from);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(newline) + 1;
      if (end > 0) return buffer.subarray(0, end);
      if (bytesRead < length) return null;
    }
    return null;
  } finally {
    await file.close();
  }
}
