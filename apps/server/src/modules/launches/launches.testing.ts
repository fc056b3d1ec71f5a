import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { noOrders } from "../../platform/nodes/orders/orders.ts";
import { createProcessGroups } from "../../platform/processes/process-groups.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { createProgramList } from "../../platform/processes/program-list.ts";
import { createTmuxSessions } from "../../platform/tmux/sessions.ts";
import { Drivers } from "../drivers/index.ts";
import { tellLaunch } from "./launch-log.ts";
import { findLaunch, insertLaunch, type NewLaunch } from "./launches.repository.ts";
import { Rounds } from "./opening/rounds.ts";
import type { LaunchesOptions } from "./options.ts";

const path = process.env.PATH ?? "";
const log = pino({ level: "silent" });

/** A machine with a tmux server of its own, and nobody's agents on it. */
export async function aMachine(db: TestDatabase) {
  const folder = temporaryFolder("launches");
  const socket = join(folder, "socket");
  const hostId = newId();
  const clock = { now: () => new Date() };
  const at = clock.now();
  const host = { id: hostId, key: hostId, name: "here", platform: "linux", created_at: at, last_seen_at: at };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
  const events = createEventLog({ db, log });
  const sessions = createTmuxSessions({ path, env: { TERM: "xterm-256color" } });
  const environment = { HOME: folder };
  const cliFolders = { claude: folder, codex: folder, gemini: folder, opencode: folder };
  const options: LaunchesOptions = {
    ...{ db, events, clock, log, sessions, isHere: true },
    audit: { record: async () => {} },
    refuseWatchedAgent: async () => {},
    rules: {
      ...{ most: 10, folders: [folder], closed: [], environment, home: folder, path, cliFolders },
      ...{ socket, sockets: [socket], usualSocket: socket },
    },
    places: {
      hostId: () => hostId,
      project: () => Promise.reject(new Error("there is none")),
      projectAt: async () => null,
    },
    agents: {
      agent: () => Promise.reject(new Error("there is none")),
      heardSince: async () => [],
      givePersona: async () => {},
      lastPrompt: async () => null,
      watchedProcesses: async () => [],
      recentTranscripts: async () => [],
      adoption: { adopt: async () => {}, waits: async () => {}, moved: async () => {} },
    },
    personas: { get: () => Promise.reject(new Error("there is none")) },
    orders: noOrders,
    drivers: new Drivers({ path, log, onQuestion: () => {}, onDone: async () => {} }),
    table: createProcessTable(path),
    groups: createProcessGroups(path),
    programs: createProgramList(path),
    tell: tellLaunch(events, clock),
    bell: { ring: () => {} },
    stopping: new AbortController().signal,
  };
  const begun = async (more: Partial<NewLaunch> = {}) => {
    const id = newId();
    const launch = await db.transaction((tx) =>
      insertLaunch(tx, {
        ...{ id, hostId, projectId: null, resumes: null, backend: "claude", key: id, name: null },
        personaId: null,
        mode: "terminal",
        ...{ prompt: "a prompt", args: [], sessionId: null, socket, session: `signalbox-${id.slice(-8)}` },
        ...{ worktree: null, by: { actor: "system", name: "somebody", correlationId: newId() }, at },
        cwd: folder,
        ...more,
      }),
    );
    if (launch === undefined) throw new Error("it was there before");
    return launch;
  };
  const now = (id: string) => findLaunch(db.read, id);
  onTestFinished(async () => {
    for (const { pane } of await sessions.panes(socket)) await sessions.close(socket, pane);
    removeFolder(folder);
  });
  const open = (id: string, name: string, ...command: string[]) =>
    sessions.open({ socket, name, cwd: folder, mark: id, command, env: {} });
  return { options, rounds: new Rounds(options), begun, now, open, folder };
}
