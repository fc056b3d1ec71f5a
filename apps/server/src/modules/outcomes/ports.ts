import type { NotificationLevel } from "@signalbox/contract/notification-channels";

/** What an execution has changed in its folder. */
export interface Changes {
  /** Paths from the folder on. */
  files: readonly string[];
  /** Commits that its remote does not have. */
  ahead: number;
  /** What changed in how many lines, for people. */
  diffstat: string;
}

export interface Author {
  name: string;
  email: string;
}

/** What a bot has to tell people. */
export interface Told {
  /** The same cause is told once. */
  cause: string;
  executionId: string;
  projectId: string | null;
  correlationId: string;
  title: string;
  body: string;
  level: NotificationLevel;
}

/** Tells people, each as they want to be told; false where nobody wants to be told anything. */
export type TellPeople = (told: Told) => Promise<boolean>;

/** What outcomes need of the folders that executions work in. All of it may be done twice. */
export interface Workspaces {
  /** Null where it has no folder that is looked after. */
  changes(executionId: string): Promise<Changes | null>;
  /** Commits what is not committed; there may be nothing. */
  commitAll(executionId: string, commit: { message: string; author: Author }): Promise<void>;
  /** Pushes what it has; answers the commit that the branch is at. */
  push(executionId: string, to: { branch: string; signal: AbortSignal }): Promise<{ commit: string }>;
  /** Nobody needs the folder any more. */
  release(executionId: string): Promise<void>;
}

/** Where there are none, nothing was changed. */
export const noWorkspaces: Workspaces = {
  changes: async () => null,
  commitAll: async () => {},
  push: () => Promise.reject(new Error("There is nothing to push")),
  release: async () => {},
};
