import { AppError, messageOf } from "../../kernel/errors.ts";

/** What keeps an embedded database from being moved, or a server from using what a move left, each with its cure. */
export const relocationErrors = {
  noTarget: () =>
    new AppError(
      "invalid",
      "relocation.no_target",
      "Say where to: set DATABASE_URL to postgres://user:password@host:port/database",
    ),
  noSource: (folder: string) =>
    new AppError(
      "conflict",
      "relocation.no_source",
      `There is no embedded database in ${folder}, so nothing to move. SIGNALBOX_HOME names the state folder.`,
    ),
  unreadableSource: (folder: string, cause: unknown) =>
    new AppError(
      "internal",
      "relocation.unreadable_source",
      `The embedded database in ${folder} can't be read (${messageOf(cause)}). Restore a backup of it, and move that.`,
      { cause },
    ),
  movedElsewhere: (to: string, at: string, note: string) =>
    new AppError(
      "conflict",
      "relocation.moved_elsewhere",
      `The embedded database was moved to ${to} on ${at} already. To move it once more, as it was then, remove ${note}.`,
    ),
  moved: (to: string, at: string, note: string) =>
    new AppError(
      "conflict",
      "relocation.moved",
      `The embedded database was moved to PostgreSQL at ${to} on ${at}. ` +
        `Set DATABASE_URL to use it there, or remove ${note} to go back to what was here then.`,
    ),
  unreadableNote: (note: string, cause: unknown) =>
    new AppError(
      "conflict",
      "relocation.unreadable_note",
      `${note} should say where the embedded database was moved to, and can't be read. ` +
        "Set DATABASE_URL to use it there, or remove that file to use the embedded one.",
      { cause },
    ),
  halfMoved: (where: string) =>
    new AppError(
      "conflict",
      "relocation.half_moved",
      `A move to PostgreSQL at ${where} was begun and not finished, so what is there is not whole. ` +
        'Run "bin/signalbox migrate-to" again to finish it, or choose another with DATABASE_URL.',
    ),
  occupied: (where: string) =>
    new AppError(
      "conflict",
      "relocation.occupied",
      `PostgreSQL at ${where} has tables already. A database is moved to an empty one: make one with "create database", and name that.`,
    ),
  otherSource: (where: string) =>
    new AppError(
      "conflict",
      "relocation.other_source",
      `PostgreSQL at ${where} holds the unfinished move of another database. Finish that one, or name an empty database.`,
    ),
  otherVersion: (where: string) =>
    new AppError(
      "conflict",
      "relocation.other_version",
      `The move to PostgreSQL at ${where} was begun by another version of Signalbox. Finish it with that one, or name an empty database.`,
    ),
  underWay: (where: string) =>
    new AppError(
      "conflict",
      "relocation.under_way",
      `Another move to PostgreSQL at ${where} is under way, or was cut off a moment ago. Wait for it, or stop it.`,
    ),
  differentTables: (names: readonly string[]) =>
    new AppError(
      "internal",
      "relocation.different_tables",
      `Both databases should have the same tables, and differ in ${names.join(", ")}. Name an empty database.`,
    ),
  differs: (table: string, how: string) =>
    new AppError(
      "internal",
      "relocation.differs",
      `The copy of ${table} is not like the original: ${how}. The embedded database is as it was, and the copy can't be used. ` +
        "Name an empty database to try anew.",
    ),
  stopped: () =>
    new AppError(
      "unavailable",
      "relocation.stopped",
      "Stopped. What was moved so far is kept: run it again to go on.",
    ),
  targetLost: (where: string, cause: Error) =>
    new AppError(
      "unavailable",
      "relocation.target_lost",
      `The connection to PostgreSQL at ${where} was lost (${cause.message}). Run it again to go on.`,
      { cause },
    ),
  targetFull: (where: string, cause: Error) =>
    new AppError(
      "unavailable",
      "relocation.target_full",
      `PostgreSQL at ${where} has no room left (${cause.message}). Make some, and run it again to go on.`,
      { cause },
    ),
};
