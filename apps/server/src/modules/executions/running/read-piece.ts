import { join } from "node:path";
import { clipText, storableText } from "../../../kernel/json.ts";
import { redactText, withoutSecrets } from "../../../kernel/redact.ts";
import { files } from "../../../platform/supervisor/spec.ts";
import { type ExecutionCli, type ExecutionTold, toolNames } from "../../backends/index.ts";
import type { ReadPiece } from "../execution-moves.repository.ts";
import { OpenKeys } from "./open-keys.ts";
import { type Records, readRecords, readRecordsBefore } from "./read-records.ts";
import { type Said, saidWith } from "./said.ts";
import type { Tails } from "./tails.ts";

/** Of a line that is longer, its head and its tail are kept. */
const longestLine = 64 * 1024;

interface Reader {
  cli: Pick<ExecutionCli, "read" | "readErrors">;
  /** What must not be seen, wherever it is printed. */
  secrets: readonly string[];
  /** By whom it was read up to now. */
  tails: Tails;
}

/** Whole records that follow a place in the output in a folder; null where there are none yet. */
export async function readPiece(
  folder: string,
  from: number,
  { cli, secrets, tails }: Reader,
): Promise<(ReadPiece & Pick<Records, "isAll">) | null> {
  const path = join(folder, files.output);
  const read = await readRecords(path, from);
  if (read === null) return null;
  const keys = tails.takeKeys(folder, from) ?? (await keysBefore(path, from, secrets));
  const lines = read.records.map((record) => safeRecord(record, keys, secrets));
  tails.keepKeys(folder, read.to, keys);
  const told = read.records.flatMap((record) => toldBy(record, cli));
  const last = <K extends (typeof told)[number]["kind"]>(kind: K) =>
    told.findLast((one): one is Extract<(typeof told)[number], { kind: K }> => one.kind === kind);
  const end = told.findLast(({ kind }) => tellingOfEnd.includes(kind));
  return {
    ...{ from, to: read.to, isAll: read.isAll, lines: lines.length },
    text: lines.map((line) => `${line}\n`).join(""),
    sessionId: last("session")?.id ?? null,
    resetsAt: last("limited")?.resetsAt ?? null,
    answered: told.some(isAnswer),
    windows: told.flatMap((one) => (one.kind === "window" ? [one] : [])),
    spent: told.flatMap((one) => (one.kind === "spent" ? [one.spent] : [])),
    worksOn: end !== undefined && end.kind !== "result",
    result: end?.kind === "result" ? resultOf(end, await saidBefore(path, read.to, cli), secrets) : null,
  };
}

/** The private keys that are open at a place that somebody else read up to. */
async function keysBefore(path: string, from: number, secrets: readonly string[]): Promise<OpenKeys> {
  const keys = new OpenKeys();
  for (const record of await readRecordsBefore(path, from)) safeRecord(record, keys, secrets);
  return keys;
}

const isAnswer = (told: ExecutionTold): boolean =>
  told.kind === "working" ||
  told.kind === "words" ||
  (told.kind === "spent" && told.spent.input + told.spent.output > 0);

/** Who works or speaks has not come to an end, or got over what was in the way. */
const tellingOfEnd: readonly ExecutionTold["kind"][] = ["result", "working", "words"];

const streams = / ([oe]) $/;

function toldBy(record: string, cli: Reader["cli"]): ExecutionTold[] {
  const { mark, text } = partsOf(record);
  const stream = streams.exec(mark)?.[1];
  const at = new Date(Number.parseInt(mark, 10));
  if (stream === "o") return cli.read(text, at);
  return stream === "e" ? (cli.readErrors?.(text, at) ?? []) : [];
}

/** What a CLI said last, and what it was refused, told by lines that may have been read long before. */
async function saidBefore(path: string, to: number, cli: Reader["cli"]): Promise<Said> {
  let said: Said = { words: "", refused: [] };
  for (let at = 0; at < to; ) {
    const read = await readRecords(path, at);
    if (read === null) break;
    for (const record of read.records) for (const one of toldBy(record, cli)) said = saidWith(said, one);
    at = read.to;
  }
  return said;
}

function partsOf(record: string): { mark: string; text: string } {
  const [, mark = "", text = record] = /^(\d{1,15} [oen] )([\s\S]*)$/.exec(record) ?? [];
  return { mark, text };
}

/** As it is kept, in a line: secrets taken out, and no longer than anybody reads. */
function safeRecord(record: string, keys: OpenKeys, secrets: readonly string[]): string {
  const { mark, text } = partsOf(record);
  // Before it is clipped: half of a secret is not known for one.
  const line = clipText(withoutSecrets(text, secrets), longestLine).replaceAll("\n", " ");
  const safe = keys.redact(mark.at(-2) ?? "", line);
  return mark + safe.replaceAll("\u0000", "\ufffd");
}

function resultOf(
  end: ExecutionTold & { kind: "result" },
  said: Said,
  secrets: readonly string[],
): NonNullable<ReadPiece["result"]> {
  const { errorClass, usage } = end;
  const refused = toolNames([...said.refused, ...end.refused]);
  const words = storableText(redactText(withoutSecrets(end.text ?? said.words, secrets)), longestLine);
  const note = refused.length === 0 ? null : `It was not allowed to use ${refused.join(", ")}`;
  return { text: words, errorClass, usage, reason: errorClass === null ? note : firstWords(words) };
}

const firstWords = (text: string): string => clipText(text.split("\n")[0] ?? "", 300);
