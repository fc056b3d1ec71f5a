import type { Agent, Question } from "@signalbox/contract/agents";
import type { Answer, AnswerContent } from "@signalbox/contract/answers";
import type { Scope } from "@signalbox/contract/common";
import type { Cause, Peer } from "../../platform/http/http.ts";

/** What notifications need of agents. */
export interface ToldAgents {
  /** Those of some ids that there are. */
  agentsBy(ids: readonly string[]): Promise<Agent[]>;
  questionsBy(ids: readonly string[]): Promise<Question[]>;
  /** Sessions at work of which nothing was heard between two instants and since, the longest silent first. */
  silentBetween(after: Date, before: Date): Promise<Agent[]>;
}

/** Names of personas by id. */
export type PersonaNames = (personaIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Names of projects by id. */
export type ProjectNames = (projectIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What notifications need to know of people. */
export interface ToldPeople {
  /** The sign-in while it is not over, with what it may do. */
  signedIn(signInId: string): Promise<{ id: string; name: string; scopes: readonly Scope[] } | null>;
  /** @throws AppError where the other end is a process of an agent that is watched */
  refuseWatchedAgent(peer: Peer): Promise<void>;
  /** Whether an account is in use. */
  isInUse(userId: string): Promise<boolean>;
}

/** Answers a question as a person on a page does. */
export type GiveAnswer = (given: {
  questionId: string;
  version: number;
  key: string;
  content: AnswerContent;
  by: Cause & { name: string };
}) => Promise<Answer>;
