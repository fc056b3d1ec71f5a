import type { WatchedBackend } from "@signalbox/contract/common";
import type { Persona } from "@signalbox/contract/personas";
import type { Project } from "@signalbox/contract/projects";
import type { AgentsApi } from "../agents/index.ts";
import type { Drivers } from "../drivers/index.ts";

/** What launches need of agents. */
export type LaunchedAgents = Pick<
  AgentsApi,
  | "agent"
  | "givePersona"
  | "heardSince"
  | "lastPrompt"
  | "watchedProcesses"
  | "adoption"
  | "recentTranscripts"
>;

/** What runs CLIs without a terminal. */
export type LaunchDrivers = Pick<
  Drivers,
  "start" | "has" | "joined" | "ofLaunch" | "endOf" | "forget" | "stop"
>;

/** What launches need of projects. */
export interface LaunchPlaces {
  hostId(): string;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<Pick<Project, "id" | "name" | "path" | "hostId">>;
  /** The project that work in a folder belongs to. */
  projectAt(path: string): Promise<string | null>;
}

/** Who an agent is started as. */
export type LaunchPersona = Pick<Persona, "name" | "role" | "skill">;

export interface LaunchPersonas {
  /** @throws AppError `personas.not_found` */
  get(id: string): Promise<LaunchPersona & Pick<Persona, "status">>;
}

/** What may be started, where, and with what. */
export interface LaunchRules {
  /** How many started agents run at once. */
  most: number;
  /** Folders in which anything may be started; in those of projects it may anyway. */
  folders: readonly string[];
  /** Folders in which nothing is started: ours, and those of CLIs. */
  closed: readonly string[];
  /** What a CLI finds in its environment. */
  environment: Readonly<Record<string, string>>;
  /** The socket of the tmux server that sessions are opened on, and all that are looked at. */
  socket: string;
  sockets: readonly string[];
  /** The one that `tmux` takes where it is told none. */
  usualSocket: string;
  /** The state folder: worktrees lie in it. */
  home: string;
  /** Where programs are looked for. */
  path: string;
  cliFolders: Readonly<Record<WatchedBackend, string>>;
}
