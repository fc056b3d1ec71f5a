import { type FilePath, readBotFile } from "@signalbox/client/bot-file";
import type { NamedProgram } from "@signalbox/client/bot-programs";
import type { BotContent } from "@signalbox/contract/bots";
import { AppError } from "../../../kernel/errors.ts";
import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { BranchFile } from "../../workspaces/index.ts";
import type { BotWriter } from "../write-bot.ts";
import type { FileFault } from "./files.repository.ts";

export const botsFolder = ".signalbox/bots";

/** A file as the repository has it now. */
export interface ReadFile {
  path: string;
  blob: string;
  content: BotContent | null;
  faults: readonly FileFault[];
}

interface Reading {
  projectId: string;
  /** By git's name of what was read before. */
  known: ReadonlyMap<string, BotContent>;
  check: BotWriter["check"];
  programs: readonly NamedProgram[];
}

/** What a file says, or what is wrong with it: no more than one is harmed by that. */
export async function readFile(
  file: BranchFile,
  { projectId, known, check, programs }: Reading,
): Promise<ReadFile> {
  const at = { path: `${botsFolder}/${plain(file.name)}`, blob: file.blob };
  const refused = (faults: readonly FileFault[]) => ({ ...at, content: null, faults: faults.map(storable) });
  if (file.refused !== null) return refused([{ line: 1, message: file.refused }]);
  const before = known.get(file.blob);
  if (file.text === null) return { ...at, content: before ?? null, faults: [] };
  const { content, faults, lineOf } = readBotFile(file.text, programs, { projectId });
  if (faults !== undefined) return refused(faults);
  if (!isStorable(content)) return refused([{ line: 1, message: "It holds what is no text" }]);
  try {
    await check(content);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(faultsOf(error, lineOf));
  }
  return { ...at, content, faults: [] };
}

/** What a database takes: neither half characters nor NUL, in names nor in values. */
function isStorable(content: BotContent): boolean {
  const isText = (text: string) => text.isWellFormed() && !text.includes("\u0000");
  let storable = true;
  JSON.stringify(content, (key, value: unknown) => {
    storable &&= isText(key) && (typeof value !== "string" || isText(value));
    return value;
  });
  return storable;
}

function faultsOf(error: AppError, lineOf: (path: FilePath) => number): FileFault[] {
  const told = error.faults ?? [];
  if (told.length === 0) return [{ line: 1, message: error.message }];
  return told.map(({ path, message }) => ({ line: lineOf(path.split(".")), message: `${path}: ${message}` }));
}

const longestFault = 300;
const storable = ({ line, message }: FileFault): FileFault => ({
  line,
  message: storableText(redactText(message), longestFault),
});

const longestName = 150;
/** One that could draw itself otherwise is spelled out. */
const plain = (name: string): string =>
  name.replace(/[^\x20-\x7e]/gu, (mark) => `<${mark.codePointAt(0)?.toString(16)}>`).slice(0, longestName);
