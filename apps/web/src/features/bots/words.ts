import type { Access, WorkspaceKind } from "@signalbox/contract/executions";

export const accessHints: Readonly<Record<Access, string>> = {
  read: "It reads and searches; what it would have to ask for is refused",
  edit: "It writes files of where it works; what else it would have to ask for is refused",
  full: "It runs whatever it wants, without being asked: for work that you would let run alone",
};

export const workspaceHints: Readonly<Record<WorkspaceKind, string>> = {
  none: "A new one each time; it goes with the execution",
  worktree: "A branch of its own each time; it goes once its work is pushed",
  clone: "The same with a history of its own, for tools that need one",
  in_place: "What it changes there is changed",
};
