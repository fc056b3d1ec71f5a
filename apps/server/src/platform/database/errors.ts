import type { PathFault } from "@signalbox/state-folder/path-fault";
import { AppError } from "../../kernel/errors.ts";

/** What can be wrong with the database, each with its cure. */
/** Whether a row was refused because there is one like it. */
export const isUniqueViolation = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "23505";

export const databaseErrors = {
  inUse: (folder: string, holder: string) =>
    new AppError(
      "conflict",
      "database.in_use",
      `The database folder ${folder} is in use by ${holder}. Stop it, or choose another state folder.`,
    ),
  unusableFolder: (folder: string, fault: string, cause?: unknown) =>
    new AppError("unavailable", "database.unusable_folder", `The database folder ${folder} ${fault}`, {
      cause,
    }),
  unusablePath: ({ text, cure }: PathFault, cause: unknown) =>
    new AppError("unavailable", "database.unusable_folder", `${text}. ${cure}`, { cause }),
  otherVersion: (folder: string, found: string, engine: string) =>
    new AppError(
      "conflict",
      "database.other_version",
      `The database folder ${folder} was written by PostgreSQL ${found}; this Signalbox has PostgreSQL ${engine}. ` +
        "Start it with the version of Signalbox that wrote it, or choose another state folder.",
    ),
  notDurable: (folder: string) =>
    new AppError(
      "internal",
      "database.not_durable",
      `Writing to ${folder} did not reach fsync, so nothing would survive a power cut. ` +
        "The database engine is not the pinned one: reinstall with npm ci.",
    ),
  cannotStart: (folder: string, reason: string, cause?: unknown) =>
    new AppError(
      "unavailable",
      "database.cannot_start",
      `The database in ${folder} did not start: ${reason}. ` +
        "Let this user read and write all of it, or restore it from a copy.",
      { cause },
    ),
  interrupted: (reason: string) =>
    new AppError(
      "unavailable",
      "database.interrupted",
      `The database engine stopped (${reason}). What it had not acknowledged may not have happened; ` +
        "it is being started again.",
    ),
  failing: (reason: string) =>
    new AppError(
      "unavailable",
      "database.failing",
      `The database engine keeps stopping (${reason}). It is tried again now and then; the log says more.`,
    ),
  filesFailed: (reason: string, cause: unknown) =>
    new AppError(
      "unavailable",
      "database.files_failed",
      `The database can't use its files (${reason}). See that its folder is there and its disk is sound, then restart Signalbox.`,
      { cause },
    ),
  diskFull: (cause?: unknown) =>
    new AppError(
      "unavailable",
      "database.disk_full",
      "The disk of the database is full: nothing new is kept until some space is freed",
      { cause },
    ),
  readOnly: () =>
    new AppError(
      "unavailable",
      "database.read_only",
      "The files of the database may not be written: nothing new is kept until they may",
    ),
  unreachable: (where: string, reason: string, cause: unknown) =>
    new AppError(
      "unavailable",
      "database.unreachable",
      `PostgreSQL at ${where} can't be reached: ${reason}. Start it, or mend DATABASE_URL.`,
      { cause },
    ),
  refused: (where: string, reason: string, cause: unknown) =>
    new AppError(
      "unavailable",
      "database.refused",
      `PostgreSQL at ${where} refuses: ${reason}. Mend DATABASE_URL, or what the server allows.`,
      { cause },
    ),
  unfit: (where: string, fault: string) =>
    new AppError(
      "unavailable",
      "database.unfit",
      `PostgreSQL at ${where} ${fault}. Choose another with DATABASE_URL.`,
    ),
  closed: () => new AppError("unavailable", "database.closed", "The database is closed"),
  connectionLost: (cause: unknown) =>
    new AppError("unavailable", "database.connection_lost", "The connection to the database was lost", {
      cause,
    }),
  serverReadOnly: (cause: unknown) =>
    new AppError(
      "unavailable",
      "database.server_read_only",
      "The PostgreSQL server takes no writes: nothing new is kept until it does, or another takes its place",
      { cause },
    ),
  outerHandle: () =>
    new AppError(
      "internal",
      "database.outer_handle_in_transaction",
      "The outer database handle was used inside a transaction; use the transaction's own handle",
    ),
  migrationEdited: (name: string) =>
    new AppError(
      "conflict",
      "database.migration_edited",
      `The migration ${name} was edited after it had been applied. Restore it, and put the change in a new one.`,
    ),
  migrationUnknown: (names: readonly string[]) =>
    new AppError(
      "conflict",
      "database.newer_schema",
      `The database was written by a newer Signalbox (it knows ${names.join(", ")}). Start that version.`,
    ),
  migrationName: (name: string) =>
    new AppError(
      "internal",
      "database.migration_name",
      `The migration ${name} is not named like 20261121T0900_agents_add_turns.sql`,
    ),
  notCopied: (reason: string) =>
    new AppError("unavailable", "database.not_copied", `The database was not copied: ${reason}`),
  migrationFailed: (name: string, reason: string, cause: unknown) =>
    new AppError("internal", "database.migration_failed", `The migration ${name} failed: ${reason}`, {
      cause,
    }),
};
