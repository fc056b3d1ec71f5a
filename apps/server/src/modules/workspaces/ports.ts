import type { Project } from "@signalbox/contract/projects";

/** What workspaces need of projects. */
export interface WorkspacePlaces {
  hostId(): string;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<Pick<Project, "id" | "path" | "hostId" | "remote" | "remoteByHand">>;
}

export interface WorkspaceRules {
  /** The state folder. */
  home: string;
  /** Where programs are looked for. */
  path: string;
  /** What setup scripts find in their environment; git is given little of it. */
  environment: Readonly<Record<string, string>>;
  /** For how many days one is kept that would lose work. */
  keepDays: number;
  /** How many bytes all may take before such ones are looked at sooner. */
  mostBytes: number;
  /** Whether what is kept longer goes though work is lost with it. */
  losesUnsaved: boolean;
}

/** Who somebody is to a repository over HTTP. */
export interface GitCredential {
  username: string;
  password: string;
}

/** The one for a repository; null where the settings of the person who runs the server do. */
export type GitCredentials = (of: {
  repository: string;
  projectId: string | null;
}) => Promise<GitCredential | null>;
