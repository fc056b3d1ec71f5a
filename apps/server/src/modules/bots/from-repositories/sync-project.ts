import { botFilesSynced } from "@signalbox/contract/bot-files";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { botErrors } from "../bots.errors.ts";
import { botOfFile, findFiles, moveFile, type StoredFile } from "./files.repository.ts";
import type { FilesOptions } from "./options.ts";
import { botsFolder, type ReadFile, readFile } from "./read-files.ts";
import { type SeenFile, settleFile } from "./settle-file.ts";
import { isAsked, type SyncRow, storeLooked } from "./syncs.repository.ts";

const mostFiles = 100;
/** With those that are gone: a repository that renames its files over and over makes no end of bots. */
const mostRemembered = 300;
const longestBytes = 256 * 1024;
const longestMs = 2 * 60_000;

interface Result {
  changed: number;
  branch: string | null;
  commit: string | null;
  fault: string | null;
}

/** Reads the bots of a project's repository, and writes those of which nobody needs to be asked. */
export async function syncProject(sync: SyncRow, signal: AbortSignal, options: FilesOptions): Promise<void> {
  const { db, clock, events } = options;
  const at = clock.now();
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const result = await read(sync, inTime, options).catch((error: unknown): Result => {
    signal.throwIfAborted();
    return { changed: 0, branch: null, commit: null, fault: faultOf(error, inTime) };
  });
  const { changed, commit, fault } = result;
  await db.transaction(async (tx) => {
    await storeLooked(tx, sync.project_id, { at, ...result });
    if (changed === 0 && fault === sync.fault && !isAsked(sync)) return;
    const subject = { kind: "project", id: sync.project_id };
    const context = { at, actor: "system", correlationId: newId(), projectId: sync.project_id, subject };
    events.append(tx, newEvent(botFilesSynced, context, { projectId: sync.project_id, commit, changed }));
  });
}

function faultOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "Its repository did not answer within two minutes";
  if (!(error instanceof AppError)) throw error;
  return storableText(redactText(error.message), 500);
}

async function read(sync: SyncRow, signal: AbortSignal, options: FilesOptions): Promise<Result> {
  const { db, repositories, writer, programs } = options;
  const projectId = sync.project_id;
  const before = await findFiles(db.read, { projectId, limit: mostRemembered + mostFiles });
  const known = new Map(
    before.flatMap(({ blob, content }) => (blob === null || content === null ? [] : [[blob, content]])),
  );
  const { files, branch, commit } = await repositories.branchFiles(
    {
      ...{ projectId, folder: botsFolder, endings: [".yaml", ".yml"], most: mostFiles, longestBytes },
      known: new Set(known.keys()),
    },
    signal,
  );
  const now = new Map<string, ReadFile>();
  const reading = { projectId, known, check: writer.check, programs: await programs.names() };
  for (const file of files) {
    const found = await readFile(file, reading);
    now.set(found.path, found);
  }
  const moved = await followMoves(before, now, options);
  const gone = moved.filter((path) => !now.has(path)).map(goneFile);
  const fresh = [...now.keys()].filter((path) => !moved.includes(path));
  const left = fresh.slice(Math.max(0, mostRemembered - moved.length));
  const seen = [...gone, ...[...now.values()].filter(({ path }) => !left.includes(path))];
  const changed = await settleAll(seen, { sync, commit }, options);
  return { changed, branch, commit, fault: left.length === 0 ? null : tooMany };
}

const tooMany = `It remembers ${mostRemembered} files, with those that are gone: forget some of these first`;
const goneFile = (path: string): SeenFile => ({ path, blob: null, content: null, faults: [] });

/** A file that is gone, and a new one of the same bot's name: it was renamed. Answers the paths that are known then. */
async function followMoves(
  before: readonly StoredFile[],
  now: ReadonlyMap<string, ReadFile>,
  { db }: FilesOptions,
): Promise<string[]> {
  const paths = new Set(before.map(({ path }) => path));
  for (const { path: to, content } of now.values()) {
    if (content === null || paths.has(to)) continue;
    for (const file of before) {
      if (now.has(file.path) || !paths.has(file.path)) continue;
      if ((await botOfFile(db.read, file))?.content.name !== content.name) continue;
      await db.transaction((tx) => moveFile(tx, file, to));
      paths.delete(file.path);
      paths.add(to);
      break;
    }
  }
  return [...paths];
}

async function settleAll(
  seen: readonly SeenFile[],
  { sync, commit }: { sync: SyncRow; commit: string },
  { db, writer, log }: FilesOptions,
): Promise<number> {
  let changed = 0;
  for (const file of seen) {
    const name = `${file.path}, ${file.blob === null ? "gone" : "as it is"} at ${commit.slice(0, 12)}`;
    const by = { actor: "system", correlationId: newId(), name };
    const how = { projectId: sync.project_id, enablesNew: sync.enables_new, by, writer };
    try {
      if (await db.transaction((tx) => settleFile(tx, file, how))) changed += 1;
    } catch (error) {
      // Somebody wrote the bot meanwhile: the next look finds it so.
      if (!(error instanceof AppError) || error.code !== botErrors.stale(0).code) throw error;
      log.debug({ path: file.path, why: messageOf(error) }, "a bot was written while its file was read");
    }
  }
  return changed;
}
