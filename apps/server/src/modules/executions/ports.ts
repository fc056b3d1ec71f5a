import type { Project } from "@signalbox/contract/projects";

/** What executions need of projects. */
export interface ExecutionPlaces {
  hostId(): string;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<Pick<Project, "id" | "path" | "hostId">>;
}

export interface ExecutionRules {
  /** How many executions run on this machine at once. */
  most: number;
  /** The state folder: what executions leave while they run lies in it. */
  home: string;
  /** Where programs are looked for. */
  path: string;
  /** What a CLI finds in its environment. */
  environment: Readonly<Record<string, string>>;
}
