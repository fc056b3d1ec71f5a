import { AppError } from "../../kernel/errors.ts";
import { redactText } from "../../kernel/redact.ts";

/** In git's words, which may repeat what it was told. */
const words = (said: string): string => redactText(said.split("\n").at(-1) ?? "");

export const workspaceErrors = {
  notFound: (executionId: string) =>
    new AppError("not_found", "workspaces.not_found", `Execution ${executionId} has no workspace`),
  inUse: () => new AppError("conflict", "workspaces.in_use", "The execution still works in it"),
  elsewhere: () =>
    new AppError("conflict", "workspaces.elsewhere", "The workspace lies on another machine: ask that one"),
  unsaved: (why: string) =>
    new AppError("conflict", "workspaces.unsaved", `It would be lost that ${why}: force it to lose that`),
  unreachable: (repository: string, said: string) =>
    new AppError(
      "unavailable",
      "workspaces.unreachable",
      `The repository ${repository} could not be fetched: ${words(said)}`,
    ),
  noRepository: (path: string) =>
    new AppError(
      "conflict",
      "workspaces.no_repository",
      `The project's folder is no git repository: ${path}`,
    ),
  refused: (url: string) =>
    new AppError("invalid", "workspaces.remote_refused", `Nothing is fetched from ${redactText(url)}`),
  refMissing: (ref: string | null) =>
    new AppError(
      "not_found",
      "workspaces.ref_missing",
      ref === null ? "The repository has no default branch" : `The repository has no ${ref}`,
    ),
  noRemote: () =>
    new AppError("conflict", "workspaces.no_remote", "The project has no remote, and so no default branch"),
  tooManyFiles: (folder: string, most: number) =>
    new AppError("invalid", "workspaces.too_many_files", `There are more than ${most} files in ${folder}`),
  noFolder: (place: string) =>
    new AppError(
      "invalid",
      "workspaces.no_folder",
      `The repository has no folder ${place}: links are not followed`,
    ),
  notMade: (said: string) =>
    new AppError("internal", "workspaces.not_made", `git could not check it out: ${words(said)}`),
  setupFailed: () =>
    new AppError("conflict", "workspaces.setup_failed", "Its setup script failed: see what it printed"),
  gitFailed: (what: string, said: string) =>
    new AppError("internal", "workspaces.git_failed", `git could not ${what}: ${words(said)}`),
  pushRejected: (branch: string, why: string) =>
    new AppError("conflict", "workspaces.push_rejected", `${branch} was not taken: ${redactText(why)}`),
  pushFailed: (repository: string, said: string) =>
    new AppError(
      "unavailable",
      "workspaces.push_failed",
      `Nothing could be pushed to ${repository}: ${words(said)}`,
    ),
};
