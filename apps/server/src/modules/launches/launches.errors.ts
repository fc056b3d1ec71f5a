import { AppError } from "../../kernel/errors.ts";

const invalid = (code: string, path: string, message: string) =>
  new AppError("invalid", code, message, { faults: [{ path, message }] });

export const launchErrors = {
  personaTold: (option: string) =>
    new AppError(
      "invalid",
      "launches.persona_told",
      `A persona is told by ${option}: it can't be given besides`,
    ),
  promptTooLong: (persona: string) =>
    new AppError(
      "invalid",
      "launches.prompt_too_long",
      `The prompt and the skill of ${persona} are too long together: its CLI takes 120,000 bytes`,
    ),
  personaArchived: (name: string) =>
    new AppError(
      "conflict",
      "launches.persona_archived",
      `${name} is archived: no agent starts as that persona`,
    ),
  notFound: (id: string) => new AppError("not_found", "launches.not_found", `No launch ${id}`),
  notHere: () =>
    new AppError(
      "conflict",
      "launches.not_here",
      "This server watches no CLIs of its own machine: nothing is started on it",
    ),
  keyReused: () => new AppError("conflict", "launches.key_reused", "That key named another start"),
  cliMissing: (name: string, program: string) =>
    new AppError(
      "conflict",
      "launches.cli_missing",
      `${name} is not installed: there is no "${program}" where the server looks for programs (its PATH)`,
    ),
  noTmux: () =>
    new AppError(
      "conflict",
      "launches.no_tmux",
      "There is no tmux on this machine: agents are started in its terminals",
    ),
  notHeadless: (why: string) => new AppError("conflict", "launches.not_headless", why),
  notInTerminal: (why: string) => new AppError("conflict", "launches.not_in_terminal", why),
  tooMany: (most: number) =>
    new AppError(
      "conflict",
      "launches.too_many",
      `${most} started agents run already, which is the most: end one, or raise SIGNALBOX_LAUNCHES`,
    ),
  folderMissing: (path: string) =>
    invalid(
      "launches.folder_missing",
      "path",
      `There is no folder ${path} on the machine that Signalbox runs on`,
    ),
  folderNotAllowed: (path: string) =>
    invalid(
      "launches.folder_not_allowed",
      "path",
      `Nothing is started in ${path}: it is no project's, and not in a folder that SIGNALBOX_LAUNCH_FOLDERS names`,
    ),
  noFolder: (name: string) =>
    new AppError("conflict", "launches.no_folder", `The project ${name} has no folder on this machine yet`),
  noRepository: (path: string) =>
    invalid(
      "launches.no_repository",
      "worktree",
      `${path} is in no git repository with a commit: it has no worktrees`,
    ),
  branchInvalid: (branch: string) =>
    invalid(
      "launches.branch_invalid",
      "worktree.branch",
      `"${branch}" is no name that git takes for a branch`,
    ),
  notEnded: () =>
    new AppError(
      "conflict",
      "launches.not_ended",
      "Its session is open: end it first, or go to its terminal",
    ),
  resumedAlready: () =>
    new AppError(
      "conflict",
      "launches.resumed_already",
      "A start that goes on with it is open already: go to its terminal, or end it first",
    ),
  notResumable: (why: string) => new AppError("conflict", "launches.not_resumable", why),
  takesNoPrompt: (name: string) =>
    new AppError(
      "conflict",
      "launches.takes_no_prompt",
      `${name} takes no prompt with a session that it goes on with: resume it without one, and type in its terminal`,
    ),
  noRestart: (id: string) => new AppError("not_found", "launches.no_restart", `No restart ${id}`),
  restartKeyReused: () => new AppError("conflict", "launches.key_reused", "That key named another restart"),
  restartingAlready: () =>
    new AppError("conflict", "launches.restarting_already", "A restart of it is under way already"),
  hasAgent: (agentId: string) =>
    new AppError("conflict", "launches.has_agent", `Its agent is known by now: end agent ${agentId}`),
  alreadyEnded: () => new AppError("conflict", "launches.already_ended", "It has ended already"),
  noProcess: (why: string) => new AppError("conflict", "launches.no_process", why),
  noWay: (why: string) => new AppError("conflict", "launches.no_way", why),
};
