import { Id, type Page } from "@signalbox/contract/common";
import {
  type Launch,
  type LaunchableCli,
  launchStarted,
  type resumeAgent,
  type startLaunch,
} from "@signalbox/contract/launches";
import type { BodyOf } from "@signalbox/contract/route";
import { newId, randomSessionId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";
import { isUniqueViolation } from "../../platform/database/errors.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import { launchErrors } from "./launches.errors.ts";
import {
  countOpenLaunches,
  findLaunch,
  findLaunchByKey,
  findOpenResume,
  insertLaunch,
  type LaunchRow,
  listLaunchRows,
  type NewLaunch,
} from "./launches.repository.ts";
import { asPersona } from "./opening/as-persona.ts";
import { launchableClis, usualMode } from "./opening/clis.ts";
import { argsOf } from "./opening/command.ts";
import { folderFor, type LaunchFolder } from "./opening/folders.ts";
import { lastLaunchOf, refuseOthers, refuseSameMinute, resumptionOf, usable } from "./opening/resumption.ts";
import type { LaunchesOptions } from "./options.ts";
import { presentLaunch } from "./present-launch.ts";
import { planWorktree } from "./worktrees/plan-worktree.ts";

/** Who starts something. */
export type LaunchedBy = Cause & { name: string };

interface OnSocket {
  socket?: string | undefined;
}

export interface LaunchesService {
  /** @throws AppError `launches.…`, `projects.not_found` */
  start(wish: BodyOf<typeof startLaunch>, by: LaunchedBy): Promise<Launch>;
  /** On the tmux server that is named, where one is. @throws AppError `launches.…`, `agents.not_found` */
  resume(agentId: string, wish: BodyOf<typeof resumeAgent> & OnSocket, by: LaunchedBy): Promise<Launch>;
  list(page: {
    limit: number;
    cursor?: string | undefined;
    agentId?: string | undefined;
    open?: "true" | undefined;
  }): Promise<Page<Launch>>;
  /** @throws AppError `launches.not_found` */
  get(id: string): Promise<Launch & { screen: string | null }>;
  options(): Promise<{ clis: LaunchableCli[]; running: number; most: number }>;
}

const cursors = keysetCursor("launches", Id);

type Wish = Pick<
  NewLaunch,
  "backend" | "mode" | "key" | "name" | "personaId" | "prompt" | "args" | "sessionId" | "resumes"
> & {
  folder: LaunchFolder;
  branch: string | null;
  socket?: string | undefined;
};

export const createLaunchesService = (options: LaunchesOptions): LaunchesService => {
  const { db, rules, places, agents, sessions, clock } = options;
  const present = presentLaunch(rules.usualSocket);
  const begin = beginner(options);
  const personaOf = async (id: string) => {
    const persona = await options.personas.get(id);
    if (persona.status === "archived") throw launchErrors.personaArchived(persona.name);
    return persona;
  };
  return {
    async start(asked, by) {
      const { key, backend, projectId, path, worktree, name, personaId } = asked;
      const mode = asked.mode ?? usualMode(backend);
      const before = await findLaunchByKey(db.read, key);
      if (before !== undefined) return present(sameStart(before, { backend, resumes: null }));
      const { adapter, headless } = await usable(backend, mode, options);
      const { launching } = adapter;
      const folder = await folderFor({ projectId, path }, { places, rules });
      const takesId = (headless ?? launching)?.takesSessionId;
      const sessionId = takesId === true ? randomSessionId() : null;
      const told = { prompt: asked.prompt ?? null, args: asked.args };
      const wish =
        personaId === undefined ? told : asPersona(await personaOf(personaId), told, launching ?? {});
      const session = { sessionId, resumes: null, name: name ?? null, personaId: personaId ?? null };
      const branch = worktree?.branch ?? null;
      return present(await begin({ ...wish, ...session, key, backend, mode, folder, branch }, by));
    },
    async resume(agentId, { key, prompt, mode: wanted, socket }, by) {
      const agent = await agents.agent(agentId);
      const { backend, sessionId } = agent;
      const before = await findLaunchByKey(db.read, key);
      if (before !== undefined) return present(sameStart(before, { backend, resumes: agentId }));
      refuseOthers(agent, options);
      if (agent.endedAt === null) throw launchErrors.notEnded();
      const last = await lastLaunchOf(agent, options);
      const mode = wanted ?? last?.mode ?? "terminal";
      const { adapter, headless, folder } = await resumptionOf(agent, mode, options);
      if (headless === null && prompt !== undefined && adapter.launching?.resumesWithPrompt === false)
        throw launchErrors.takesNoPrompt(adapter.name);
      refuseSameMinute(agent, { adapter, headless, last, now: clock.now() });
      // It goes on as it was started: with the same model, asking for the same permissions.
      const fits = last?.mode === mode || headless?.protocol === "stream_json";
      const args = fits ? argsOf(last) : [];
      const personaId = agent.personaId ?? last?.persona_id ?? null;
      const wish = {
        key,
        backend,
        mode,
        folder,
        sessionId,
        resumes: agentId,
        name: null,
        args,
        socket,
        personaId,
      };
      return present(await begin({ ...wish, prompt: prompt ?? null, branch: null }, by));
    },
    async list({ limit, cursor, agentId, open }) {
      const window = { before: cursors.decode(cursor), limit: limit + 1, agentId, isOpen: open === "true" };
      const rows = await listLaunchRows(db.read, window);
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      return { ...page, items: page.items.map(present) };
    },
    async get(id) {
      const row = await findLaunch(db.read, id);
      if (row === undefined) throw launchErrors.notFound(id);
      const isUnheard = row.state === "starting" || row.state === "waiting";
      const waits = isUnheard && row.pane !== null && row.host_id === places.hostId();
      const screen = waits ? await sessions.lastLines(row.socket, row.pane ?? "") : null;
      return { ...present(row), screen };
    },
    async options() {
      const running = await countOpenLaunches(db.read, places.hostId());
      return { clis: await launchableClis(rules), running, most: rules.most };
    },
  };
};

/** Where the key was used before, its start is answered, as long as it was the same. */
function sameStart(
  row: LaunchRow,
  { backend, resumes }: { backend: string; resumes: string | null },
): LaunchRow {
  if (row.backend !== backend || row.resumes_agent_id !== resumes) throw launchErrors.keyReused();
  return row;
}

/** Writes a start down; the loop does the rest, for which nobody has to wait. */
const beginner = ({ db, clock, audit, rules, places, tell, bell }: LaunchesOptions) => {
  return async ({ folder, branch, ...wish }: Wish, by: LaunchedBy): Promise<LaunchRow> => {
    const id = newId();
    const short = id.slice(-8);
    const worktree = branch === null ? null : await planWorktree({ branch, folder, short, rules });
    const { name, ...cause } = by;
    const subject = { kind: "launch", id };
    const write = async (tx: Tx) => {
      if ((await countOpenLaunches(tx, places.hostId())) >= rules.most)
        throw launchErrors.tooMany(rules.most);
      const stored = await insertLaunch(tx, {
        ...{ ...wish, id, hostId: places.hostId(), projectId: folder.projectId, cwd: folder.cwd, worktree },
        ...{ socket: wish.socket ?? rules.socket, session: `signalbox-${short}`, at: clock.now() },
        by: { actor: cause.actor, name, correlationId: cause.correlationId },
      });
      if (stored === undefined) return undefined;
      tell(tx, launchStarted, stored);
      const detail = {
        backend: wish.backend,
        mode: wish.mode,
        cwd: folder.cwd,
        branch,
        resumes: wish.resumes,
      };
      await audit.record(tx, { ...cause, action: "launch.started", subject, detail });
      return stored;
    };
    const row = await db.transaction(write).catch((error: unknown) => refusal(error, db, wish));
    bell.ring();
    return row ?? sameStart(await storedAs(db, wish.key), wish);
  };
};

/** Two that go on with the same agent at once are told apart by the database alone. */
async function refusal(
  error: unknown,
  db: LaunchesOptions["db"],
  { key, resumes }: Pick<Wish, "key" | "resumes">,
): Promise<undefined> {
  if (!isUniqueViolation(error) || resumes === null) throw error;
  const open = await findOpenResume(db.read, resumes);
  if (open === undefined) throw error;
  // The same request, twice at once.
  if (open.idempotency_key === key) return undefined;
  throw launchErrors.resumedAlready();
}

async function storedAs(db: LaunchesOptions["db"], key: string): Promise<LaunchRow> {
  const row = await findLaunchByKey(db.read, key);
  if (row === undefined) throw launchErrors.keyReused();
  return row;
}
