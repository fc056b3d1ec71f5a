import type { Access, WorkspaceKind } from "@signalbox/contract/executions";

export const accessHints: Readonly<Record<Access, string>> = {
  read: "It reads and searches, and changes nothing",
  edit: "It writes files of where it works, and runs nothing that could do more",
  full: "It runs whatever it wants, without being asked: for work that you would let run alone",
};

export const workspaceHints: Readonly<Record<WorkspaceKind, string>> = {
  none: "A new one each time; it goes with the execution",
  in_place: "What it changes there is changed",
};
