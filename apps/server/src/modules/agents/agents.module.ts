import type { Agent, Question } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Metrics } from "../../platform/metrics/metrics.ts";
import { SqliteReader } from "../../platform/sqlite/sqlite-reader.ts";
import type { Tracing } from "../../platform/tracing/tracing.ts";
import type { Audit } from "../auth/index.ts";
import { type AgentRoutesOptions, agentRoutes } from "./agents.routes.ts";
import { createFiles } from "./files/files.service.ts";
import { Places, type PlacesOptions } from "./intake/places.ts";
import { Registry } from "./intake/registry.ts";
import { nudgeFor } from "./intake/transcript-lines.ts";
import { SignalWriter, type WriterOptions } from "./intake/writer.ts";
import { createKeeping, type Keeping } from "./keeping/keeping.service.ts";
import { countByHour, countParkedByBackend } from "./parked/parked.repository.ts";
import { parkedRoutes } from "./parked/parked.routes.ts";
import { createParkedSignals } from "./parked/parked.service.ts";
import { createRefusals, type Refusals } from "./parked/refusals.ts";
import { type Adoption, createAdoption } from "./processes/adopt.ts";
import { type AnswerObservation, hearAnswer, type Lane } from "./processes/answer-seen.ts";
import { createOverProtocol, type OverProtocol } from "./processes/over-protocol.ts";
import { type GoneProcess, hearProcessGone } from "./processes/process-gone.ts";
import { hearPromptTakenBack, type TakenBack } from "./processes/prompt-taken-back.ts";
import {
  type RecentSearch,
  type RecentTranscript,
  recentTranscripts,
} from "./processes/recent-transcripts.ts";
import {
  type Birth,
  findEndedSessions,
  findWatchedProcesses,
  keepBirths,
  type WatchedProcess,
} from "./processes/watched.repository.ts";
import { createAgentReader } from "./reading/agent-reader.ts";
import {
  type AroundWindow,
  countByProject,
  countLive,
  countParked,
  findAgent,
  findAround,
  findLane,
  findWatchedPids,
  lastHeard,
  type ProjectCounts,
} from "./reading/agents.repository.ts";
import { findLastPrompt, findLastSaid } from "./reading/commands.repository.ts";
import {
  countWaiting,
  findOpenQuestion,
  findOpenQuestionIn,
  findQuestionsById,
  findWaiting,
  type WaitingQuestion,
} from "./reading/questions.repository.ts";
import { createRecordsReader } from "./reading/records-reader.ts";
import { findSignals, type SignalFacts } from "./reading/signals.repository.ts";
import { findHeardSince, type HeardSession } from "./reading/started.repository.ts";
import { findAgentsBy, findSilentBetween } from "./reading/told.repository.ts";
import { recordRoutes } from "./records.routes.ts";
import { type Session, TranscriptFollower } from "./transcripts/follower.ts";
import { findLiveSessions, findReadTo, storeReadTo } from "./transcripts/transcripts.repository.ts";

export interface AgentsOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  metrics?: Metrics;
  tracing?: Tracing;
  audit: Audit;
  /** Where an agent in a folder works. */
  placeOf: PlacesOptions["placeOf"];
  /** What an answer costs whose CLI does not say so. */
  costOf?: WriterOptions["costOf"];
  /** Whether hooks of this machine's CLIs arrive here: then their transcripts are followed, too. */
  hears?: boolean;
  /** The stores in which CLIs keep all sessions, where their sessions don't tell. */
  stores?: Partial<Record<Backend, string>>;
  /** What reads them, where others read them too: over one connection each. */
  storeReader?: SqliteReader;
  /** This machine. */
  hostId(): string;
  /** A project with those that are shown with it: the worktrees of its repository. By itself it stands alone. */
  familyOf?(projectId: string): Promise<readonly string[]>;
  /** A test of the hooks arrived. */
  testHeard(testId: string): void;
  /** A process was heard of that was not known before. */
  processSeen?(): void;
  /** Waits with a hook that asks, until it is answered; null where it is not. */
  hold?: AgentRoutesOptions["hold"];
}

/** What others may ask of agents. */
export interface AgentsApi extends OverProtocol {
  /** Takes in what an agent's transcript tells that was not heard; nothing for an agent that nobody knows. */
  readTranscript(agentId: string): Promise<void>;
  /** Open questions, the longest wait first. */
  waiting(window: { after: { at: Date; id: string } | undefined; limit: number }): Promise<WaitingQuestion[]>;
  countWaiting(): Promise<{ count: number; oldest: Date | null }>;
  /** Live sessions by state. */
  countLive(): ReturnType<typeof countLive>;
  countParked(): Promise<number>;
  countByProject(projectIds: readonly string[]): Promise<Map<string, ProjectCounts>>;
  lastHeard(backend: Backend, since?: Date): Promise<Date | null>;
  /** Agents that had started at that time and had not ended long before; as they are now. */
  around(at: Date, window: AroundWindow): Promise<Agent[]>;
  questionsBy(ids: readonly string[]): Promise<Question[]>;
  /** Those of some ids that there are. */
  agentsBy(ids: readonly string[]): Promise<Agent[]>;
  /** Sessions at work that were heard of last between two instants, the longest silent first. */
  silentBetween(after: Date, before: Date): Promise<Agent[]>;
  /** Live sessions of this machine of which something was heard since, with their processes. */
  heardSince(since: Date): Promise<HeardSession[]>;
  /** The CLI of an agent. @throws AppError `agents.not_found` */
  backendOf(agentId: string): Promise<Backend>;
  /** @throws AppError `agents.not_found` */
  agent(agentId: string): Promise<Agent>;
  /** What an agent was last asked, whole; null where that is not known. */
  lastPrompt(agentId: string): Promise<string | null>;
  /** What it said last, whole; null where it has said nothing. */
  lastSaid(agentId: string): Promise<string | null>;
  openQuestion(agentId: string): Promise<Question | null>;
  openQuestionOf(lane: Lane): Promise<Question | null>;
  /** Resolves once it is written; the question tells whether it counted. Nothing for an agent that nobody knows. */
  answerSeen(seen: AnswerObservation & { agentId: string }): Promise<void>;
  signalsBy(ids: readonly string[]): Promise<SignalFacts[]>;
  /** Signals since a time by CLI and hour. */
  signalsByHour(since: Date): ReturnType<typeof countByHour>;
  parkedByBackend(): Promise<Map<string, number>>;
  /** Hooks that this node turned away since it began, the newest first. */
  refusedHooks: Refusals["list"];
  /** Processes of the sessions watched now. */
  watchedPids(): Promise<ReadonlySet<number>>;
  /** Processes of this machine's sessions that have not ended. */
  watchedProcesses(): Promise<WatchedProcess[]>;
  /** Keeps when processes began, where that is not known. */
  keepBirths(births: readonly Birth[]): Promise<void>;
  /** Resolves once it is written what became of the agent; telling it again changes nothing. */
  processGone(gone: GoneProcess): Promise<void>;
  /** A pane shows that the prompt its agent had not begun with was taken back; telling it again changes nothing. */
  promptTakenBack(seen: TakenBack): Promise<void>;
  /** Takes in sessions that were found running without a hook. */
  adoption: Adoption;
  givePersona: Keeping["givePersona"];
  /** Transcripts of a CLI that were written to since, the newest first. */
  recentTranscripts(search: RecentSearch): Promise<RecentTranscript[]>;
  /** Those of some sessions of this machine that have ended. */
  endedSessions(backend: Backend, sessionIds: readonly string[]): Promise<string[]>;
}

export interface Agents {
  api: AgentsApi;
  routes: MountedRoute[];
  services: Service[];
}

/** Everything about agents: from the hook that arrives to the pages that show them. */
export function createAgents(options: AgentsOptions): Agents {
  const { db, events, clock, log, metrics, tracing, audit, placeOf, hostId, testHeard } = options;
  const { hold = async () => null } = options;
  const registry = new Registry();
  const nowhere = () => ({ hostId: hostId(), projectId: null, branch: null });
  const places = new Places({ placeOf, nowhere, log });
  const sessionOn = (session: Session) => ({ ...session, hostId: hostId() });
  const stores = options.storeReader ?? new SqliteReader();
  const transcripts = new TranscriptFollower({
    log,
    nudge: (session) => writer.readTranscript(nudgeFor(session, clock.now())),
    live: () => findLiveSessions(db.read, hostId()),
    readTo: (session) => findReadTo(db.read, sessionOn(session)),
    store: (session, files) => storeReadTo(db, sessionOn(session), { files, at: clock.now() }),
    stores,
    storeOf: (backend) => options.stores?.[backend] ?? null,
  });
  const processSeen = () => options.processSeen?.();
  const followed = options.hears === true ? [transcripts] : [];
  const writer: SignalWriter = new SignalWriter({
    ...{ db, events, registry, places, log, metrics, tracing, transcripts: followed[0], processSeen },
    ...(options.costOf === undefined ? {} : { costOf: options.costOf }),
  });
  const reader = createAgentReader(db.read, options.familyOf);
  const refusals = createRefusals(clock);
  const parked = createParkedSignals({ db, writer, audit });
  const records = createRecordsReader(db.read, reader, options.familyOf);
  const files = createFiles({ read: db.read, events, reader });
  const keeping = createKeeping({ db, events, clock, audit });
  return {
    routes: [
      ...agentRoutes({ reader, writer, clock, refusals, testHeard, hold }),
      ...recordRoutes({ agents: reader, records, files, keeping }),
      ...parkedRoutes(parked),
    ],
    services: [writer, ...followed],
    api: {
      readTranscript: async (agentId) => {
        const agent = await findAgent(db.read, agentId);
        if (agent !== undefined) await writer.readTranscript(nudgeFor(agent, clock.now()));
      },
      waiting: (window) => findWaiting(db.read, window),
      countWaiting: () => countWaiting(db.read),
      countLive: () => countLive(db.read),
      countParked: () => countParked(db.read),
      countByProject: (projectIds) => countByProject(db.read, projectIds),
      lastHeard: (backend, since) => lastHeard(db.read, backend, since),
      around: (at, window) => findAround(db.read, at, window),
      agentsBy: (ids) => findAgentsBy(db.read, ids),
      silentBetween: (after, before) => findSilentBetween(db.read, after, before),
      questionsBy: (ids) => findQuestionsById(db.read, ids),
      heardSince: (since) => findHeardSince(db.read, { hostId: hostId(), since }),
      backendOf: async (agentId) => (await reader.get(agentId)).backend,
      agent: (agentId) => reader.get(agentId),
      lastPrompt: (agentId) => findLastPrompt(db.read, agentId),
      lastSaid: (agentId) => findLastSaid(db.read, agentId),
      openQuestion: (agentId) => findOpenQuestion(db.read, agentId),
      openQuestionOf: (lane) => findOpenQuestionIn(db.read, { ...lane, hostId: hostId() }),
      ...createOverProtocol({ db, writer, hostId, now: () => clock.now() }),
      answerSeen: async ({ agentId, ...observation }) => {
        const lane = await findLane(db.read, agentId);
        if (lane !== undefined) await writer.write(hearAnswer(lane, observation, clock.now()));
      },
      signalsBy: (ids) => findSignals(db.read, ids),
      signalsByHour: (since) => countByHour(db.read, since),
      parkedByBackend: () => countParkedByBackend(db.read),
      refusedHooks: refusals.list,
      watchedPids: () => findWatchedPids(db.read),
      watchedProcesses: () => findWatchedProcesses(db.read, hostId()),
      keepBirths: (births) => db.transaction((tx) => keepBirths(tx, births)),
      processGone: (gone) => writer.write(hearProcessGone(gone, clock.now())),
      promptTakenBack: (seen) => writer.write(hearPromptTakenBack(seen, clock.now())),
      adoption: createAdoption({ db, writer, transcripts, hostId, now: () => clock.now() }),
      givePersona: keeping.givePersona,
      recentTranscripts: (search) => recentTranscripts(search, stores),
      endedSessions: (backend, ids) => findEndedSessions(db.read, { hostId: hostId(), backend, ids }),
    },
  };
}
