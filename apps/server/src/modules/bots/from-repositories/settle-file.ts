import { isDeepStrictEqual } from "node:util";
import type { Bot, BotContent } from "@signalbox/contract/bots";
import type { Tx } from "../../../platform/database/database.ts";
import type { WrittenBy } from "../tell-bot.ts";
import type { BotWriter } from "../write-bot.ts";
import { asksOf } from "./asks.ts";
import {
  botOfFile,
  deleteFile,
  findFreeNamesake,
  lockFile,
  type StoredFile,
  storeFile,
} from "./files.repository.ts";
import type { ReadFile } from "./read-files.ts";
import { stateOf } from "./state-of.ts";
import { lockSync } from "./syncs.repository.ts";

/** A file as it is now; gone where its `blob` is null. */
export type SeenFile = ReadFile | { path: string; blob: null; content: null; faults: readonly [] };

interface Settling {
  projectId: string;
  enablesNew: boolean;
  by: WrittenBy;
  writer: BotWriter;
}

/** Keeps how a file is now, and writes its bot where nobody needs to be asked. Answers whether anything is another one. */
export async function settleFile(tx: Tx, seen: SeenFile, how: Settling): Promise<boolean> {
  if (!(await lockSync(tx, how.projectId))) return false;
  const before = await lockFile(tx, how.projectId, seen.path);
  const file = { ...(before ?? (await newFile(tx, seen, how))), ...seen };
  const bot = await botOfFile(tx, file);
  const after = await settled(tx, { file, bot, wasGone: before?.blob === null }, how);
  if (after === null) await deleteFile(tx, how.projectId, seen.path);
  else if (!isDeepStrictEqual(before, after)) await storeFile(tx, after);
  return !isDeepStrictEqual(before, after);
}

/** A bot of the same name that people made is the one that is meant; what becomes of it is theirs to say. */
async function newFile(tx: Tx, { path, content }: SeenFile, { projectId }: Settling): Promise<StoredFile> {
  const botId = content === null ? null : await findFreeNamesake(tx, projectId, content.name);
  return { projectId, path, botId, blob: null, content: null, faults: [], agreed: null, keptBlob: null };
}

interface Found {
  file: StoredFile;
  bot: Bot | null;
  wasGone: boolean;
}

/** Null where nothing is to be remembered. */
async function settled(tx: Tx, { file, bot, wasGone }: Found, how: Settling): Promise<StoredFile | null> {
  const { content, agreed } = file;
  const state = stateOf(file, bot?.content ?? null);
  if (state === "removed") {
    if (bot === null) return null;
    if (!wasGone && bot.enabled) await switchOff(tx, bot, how);
    return { ...file, content: null, faults: [] };
  }
  if (state === "in_step" && agreed !== null) return { ...file, agreed: content, keptBlob: null };
  if (state !== "waiting" || content === null) return file;
  if (asksOf(content, { agreed, projectId: how.projectId }).length > 0) return file;
  return writeOf(tx, { file, bot, content }, how);
}

/** Its last words are kept: one that comes back is compared with them. */
async function switchOff(tx: Tx, { id, version, content }: Bot, { by, writer }: Settling): Promise<void> {
  await writer.update(tx, { id, version, content, enabled: false }, by);
}

/** Writes a bot as its file says; one that is off stays off. */
export async function writeOf(
  tx: Tx,
  { file, bot, content }: { file: StoredFile; bot: Bot | null; content: BotContent },
  { enablesNew, by, writer }: Settling,
): Promise<StoredFile> {
  const written =
    bot === null
      ? await writer.insert(tx, { content, enabled: enablesNew }, by)
      : await writer.update(tx, { id: bot.id, version: bot.version, content, enabled: bot.enabled }, by);
  return { ...file, botId: written.id, agreed: content, keptBlob: null };
}
