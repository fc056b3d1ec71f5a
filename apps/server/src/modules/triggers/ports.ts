import type { Bot, BotContent } from "@signalbox/contract/bots";
import type { Execution } from "@signalbox/contract/executions";
import type { Project } from "@signalbox/contract/projects";
import type { OutsideStart } from "../bots/index.ts";

/** What triggers ask GitHub. Each throws where it can't be asked. */
export interface GithubAsk {
  /** Of the account that Signalbox acts by; null where it acts by none. */
  login(): Promise<string | null>;
  mayWrite(repository: string, login: string): Promise<boolean>;
  /** Of the files that a pull request changes. */
  paths(repository: string, number: number): Promise<readonly string[]>;
}

/** Where the files are that triggers watch. */
export interface TriggerPlaces {
  /** This machine, once started. */
  hostId(): string;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<Pick<Project, "hostId" | "name" | "path">>;
}

/** What triggers need of bots. */
export interface StartedBots {
  /** @throws AppError `bots.not_found` */
  get(id: string): Promise<Bot>;
  /**
   * Starts a bot; what the values say is data, and fenced in its prompt.
   * @throws AppError `bots.…`
   */
  begin(id: string, start: OutsideStart): Promise<Execution>;
  /** The execution that a key has started; null where it has started none. */
  startedBy(key: string, botId: string): Promise<Execution | null>;
  /** The prompt that these values would make. @throws AppError `bots.…` */
  preview(content: BotContent, values: Record<string, string>): Promise<string>;
  /** By their ids; those that are gone are left out. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Bots are read from repositories, too: one that somebody pushed to, `owner/name`, is looked at. */
  pushed(repository: string): Promise<void>;
  /** How many of its executions wait. */
  waiting(id: string): Promise<number>;
  /** How many executions belong to something that happened. */
  correlated(correlationId: string): Promise<number>;
}
