import { AppError } from "../../kernel/errors.ts";

const invalid = (code: string, path: string, message: string) =>
  new AppError("invalid", code, message, { faults: [{ path, message }] });

export const botErrors = {
  notFound: (id: string) => new AppError("not_found", "bots.not_found", `No bot ${id}`),
  stale: (now: number) =>
    new AppError("conflict", "bots.stale", `The bot was written anew meanwhile: it is at version ${now}`),
  versionNotFound: (name: string, version: number) =>
    new AppError("not_found", "bots.version_not_found", `"${name}" has no version ${version}`),
  syncStale: (now: number) =>
    new AppError("conflict", "bots.sync_stale", `It was written anew meanwhile: it is at version ${now}`),
  syncOff: () =>
    new AppError(
      "conflict",
      "bots.sync_off",
      "Bots are not taken from this repository: switch that on first",
    ),
  fileNotFound: (path: string) => new AppError("not_found", "bots.file_not_found", `No file ${path}`),
  fileStale: () =>
    new AppError("conflict", "bots.file_stale", "The file or its bot is another one by now: look again"),
  fileSettled: (path: string) =>
    new AppError("conflict", "bots.file_settled", `There is nothing to choose for ${path}`),
  snippetNotFound: (name: string) =>
    new AppError("not_found", "bots.snippet_not_found", `No snippet "${name}"`),
  snippetStale: (now: number) =>
    new AppError(
      "conflict",
      "bots.snippet_stale",
      `The snippet was written anew meanwhile: it is at version ${now}`,
    ),
  snippetBreaks: (users: readonly string[]) =>
    new AppError("conflict", "bots.snippet_breaks", `It would break what renders it: ${users.join("; ")}`),
  snippetsFull: (most: number) =>
    new AppError("conflict", "bots.snippets_full", `There are ${most} snippets already`),
  disabled: (name: string) => new AppError("conflict", "bots.disabled", `"${name}" is switched off`),
  templateInvalid: (why: string, path = "prompt") =>
    invalid("bots.template_invalid", path, `The template can't be used: ${why}`),
  valueMissing: (name: string) => invalid("bots.value_missing", `values.${name}`, `"${name}" needs a value`),
  valueUnknown: (name: string) =>
    invalid("bots.value_unknown", `values.${name}`, `The bot has no variable "${name}"`),
};
