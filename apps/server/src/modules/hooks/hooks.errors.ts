import { AppError } from "../../kernel/errors.ts";

/** Why a settings file was left as it is. Each message says the cure. */
export const hookErrors = {
  unsupported: (backend: string) =>
    new AppError("not_found", "hooks.backend_unsupported", `Signalbox can't hook into ${backend} yet`),

  malformed: (path: string, fault: { line: number; column: number; words: string }) =>
    new AppError(
      "conflict",
      "hooks.settings_malformed",
      `${path} is not valid JSON: line ${fault.line}, column ${fault.column}: ${fault.words}. Mend it, then try again`,
      { faults: [{ path: `line ${fault.line}, column ${fault.column}`, message: fault.words }] },
    ),

  /** The text is JSON, but a part of it is not what the CLI's settings should hold. */
  unexpected: (path: string, at: string, words: string) =>
    new AppError(
      "conflict",
      "hooks.settings_malformed",
      `${path}: "${at}" ${words}. Mend it, then try again`,
      { faults: [{ path: at, message: words }] },
    ),

  readOnly: (path: string, cause?: unknown) =>
    new AppError(
      "conflict",
      "hooks.settings_read_only",
      `Signalbox may not write ${path}. Make it writable, then try again`,
      { cause },
    ),

  diskFull: (path: string, cause: unknown) =>
    new AppError(
      "unavailable",
      "hooks.settings_disk_full",
      `The disk of ${path} is full; nothing was changed. Free some space, then try again`,
      { cause },
    ),

  changed: (path: string) =>
    new AppError(
      "conflict",
      "hooks.settings_changed",
      `${path} was changed by something else at the same moment; nothing was written. Try again`,
    ),
};
