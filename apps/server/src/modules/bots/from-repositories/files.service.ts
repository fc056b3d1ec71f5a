import {
  type BotFile,
  type BotSync,
  botFilesSynced,
  type chooseBotFile,
  type writeBotSync,
} from "@signalbox/contract/bot-files";
import type { Bot } from "@signalbox/contract/bots";
import type { Page } from "@signalbox/contract/common";
import type { BodyOf } from "@signalbox/contract/route";
import { z } from "zod";
import type { Tx } from "../../../platform/database/database.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import { botErrors } from "../bots.errors.ts";
import { isOf } from "../checkout-of.ts";
import type { WrittenBy } from "../tell-bot.ts";
import {
  botOfFile,
  deleteFile,
  findFiles,
  lockFile,
  presentFile,
  type StoredFile,
  storeFile,
} from "./files.repository.ts";
import type { FilesOptions } from "./options.ts";
import { writeOf } from "./settle-file.ts";
import { stateOf } from "./state-of.ts";
import {
  askSync,
  findEnabledSyncs,
  findSync,
  findSyncs,
  noSync,
  presentSync,
  writeSync,
} from "./syncs.repository.ts";

interface PageWish {
  limit: number;
  cursor?: string | undefined;
}
type Choice = BodyOf<typeof chooseBotFile>;

export interface BotFilesService {
  syncs(page: PageWish): Promise<Page<BotSync>>;
  /** @throws AppError `projects.not_found` */
  sync(projectId: string): Promise<BotSync>;
  /** @throws AppError `projects.not_found`, `bots.sync_stale` */
  write(projectId: string, wish: BodyOf<typeof writeBotSync>, by: WrittenBy): Promise<BotSync>;
  /** @throws AppError `projects.not_found`, `bots.sync_off` */
  ask(projectId: string, by: WrittenBy): Promise<BotSync>;
  /** Something was pushed to a repository, `owner/name`: what is read of it is due. */
  pushed(repository: string): Promise<void>;
  files(projectId: string, page: PageWish): Promise<Page<BotFile>>;
  /** @throws AppError `bots.file_not_found`, `bots.file_stale`, `bots.file_settled`, and as a change of a bot */
  choose(projectId: string, choice: Choice, by: WrittenBy): Promise<void>;
}

const syncCursors = keysetCursor("bots.syncs", z.uuid());
const fileCursors = keysetCursor("bots.files", z.string());

export function createBotFilesService(options: FilesOptions): BotFilesService {
  const { db, clock, places, audit, bell } = options;
  const sync = async (projectId: string): Promise<BotSync> => {
    await places.project(projectId);
    const row = await findSync(db.read, projectId);
    return row === undefined ? noSync(projectId) : presentSync(row);
  };
  const subjectOf = (projectId: string) => ({ kind: "project", id: projectId });
  return {
    sync,
    async syncs({ limit, cursor }) {
      const rows = await findSyncs(db.read, { after: syncCursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ project_id }) => syncCursors.encode(project_id));
      return { ...page, items: page.items.map(presentSync) };
    },
    async write(projectId, { version, ...wish }, { name: _, ...by }) {
      await places.project(projectId);
      const row = await db.transaction(async (tx) => {
        const written = await writeSync(tx, { projectId, version: version + 1, ...wish, at: clock.now() });
        if (written === undefined) throw botErrors.syncStale((await findSync(tx, projectId))?.version ?? 0);
        await audit.record(tx, {
          ...by,
          action: "bot_sync.changed",
          subject: subjectOf(projectId),
          detail: wish,
        });
        return written;
      });
      bell.ring();
      return presentSync(row);
    },
    async ask(projectId, { name: _, ...by }) {
      await places.project(projectId);
      const row = await db.transaction(async (tx) => {
        const asked = await askSync(tx, projectId, clock.now());
        if (asked === undefined) throw botErrors.syncOff();
        await audit.record(tx, { ...by, action: "bot_sync.asked", subject: subjectOf(projectId) });
        return asked;
      });
      bell.ring();
      return presentSync(row);
    },
    async pushed(repository) {
      for (const { project_id } of await findEnabledSyncs(db.read)) {
        const { remote } = await places.project(project_id);
        if (remote !== null && isOf(remote, repository))
          await db.transaction((tx) => askSync(tx, project_id, clock.now()));
      }
      bell.ring();
    },
    async files(projectId, { limit, cursor }) {
      const rows = await findFiles(db.read, {
        projectId,
        after: fileCursors.decode(cursor),
        limit: limit + 1,
      });
      const page = pageOfRows(rows, limit, ({ path }) => fileCursors.encode(path));
      const items: BotFile[] = [];
      for (const file of page.items) items.push(presentFile(file, await botOfFile(db.read, file)));
      return { ...page, items };
    },
    choose: (projectId, choice, by) => choose(projectId, { choice, by }, options),
  };
}

/** What a person says of a file and its bot. */
async function choose(
  projectId: string,
  { choice, by }: { choice: Choice; by: WrittenBy },
  { db, clock, writer, events, audit }: FilesOptions,
): Promise<void> {
  const { path, side } = choice;
  const sync = await findSync(db.read, projectId);
  const [seen] = (await findFiles(db.read, { projectId, limit: 1_000 })).filter((file) => file.path === path);
  if (sync === undefined || seen === undefined) throw botErrors.fileNotFound(path);
  if (side === "repository" && seen.content !== null) await writer.check(seen.content);
  await db.transaction(async (tx) => {
    const file = await lockFile(tx, projectId, path);
    if (file === null) throw botErrors.fileNotFound(path);
    const bot = await botOfFile(tx, file);
    if (file.blob !== choice.blob || (bot?.version ?? null) !== choice.botVersion)
      throw botErrors.fileStale();
    const name = `${by.name}, as ${path} says`;
    const how = { projectId, enablesNew: sync.enables_new, by: { ...by, name }, writer };
    const after = await chosen(tx, { file, bot, side }, how);
    if (after === null) await deleteFile(tx, projectId, path);
    else await storeFile(tx, after);
    const { name: _, ...cause } = by;
    const subject = { kind: "project", id: projectId };
    await audit.record(tx, { ...cause, action: "bot_file.chosen", subject, detail: { path, side } });
    const context = { at: clock.now(), ...cause, projectId, subject };
    events.append(tx, newEvent(botFilesSynced, context, { projectId, commit: sync.commit, changed: 1 }));
  });
}

interface Chosen {
  file: StoredFile;
  bot: Bot | null;
  side: Choice["side"];
}

/** Null where the file is forgotten. */
async function chosen(
  tx: Tx,
  { file, bot, side }: Chosen,
  how: Parameters<typeof writeOf>[2],
): Promise<StoredFile | null> {
  const state = stateOf(file, bot?.content ?? null);
  if (state === "removed" && side === "mine") return null;
  const isOpen = ["waiting", "changed_here", "conflict"].includes(state);
  if (side === "mine" && isOpen) return { ...file, keptBlob: file.blob };
  const { content } = file;
  if (side === "mine" || content === null || !(isOpen || state === "kept"))
    throw botErrors.fileSettled(file.path);
  return writeOf(tx, { file, bot, content }, how);
}
