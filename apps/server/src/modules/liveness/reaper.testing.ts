import { spawn } from "node:child_process";
import { once } from "node:events";
import { hookSession } from "@signalbox/testkit/hook-session";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../../platform/database/database.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { createHttpServer } from "../../platform/http/server.ts";
import { createProcessTable, type ProcessTable } from "../../platform/processes/process-table.ts";
import { createAgents } from "../agents/index.ts";
import type { PaneStanding } from "./pane-standing.ts";
import { createReaper } from "./reaper.ts";

const log = pino({ level: "silent" });

/** A program that does nothing until it is killed. */
export async function aProgram() {
  const child = spawn("sleep", ["600"]);
  await once(child, "spawn");
  const kill9 = async () => {
    if (child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill9);
  return { pid: child.pid ?? 0, kill9 };
}

async function served(routes: MountedRoute[]) {
  const gate = {
    authenticate: async () =>
      ({ kind: "api_key", id: "k", name: "test", scopes: ["signals:write"] }) as const,
    onceUnwelcome: () => () => {},
    issueTicket: async () => ({ ticket: "", expiresAt: new Date(0) }),
    issuePass: async () => ({ pass: "", lifeSeconds: 0 }),
  };
  const server = await createHttpServer({ gate: { ...gate, authenticate: gate.authenticate }, log, routes });
  onTestFinished(() => server.stop());
  return (await server.listen({ host: "127.0.0.1", port: 0 })).url;
}

/** A machine with agents on it, and time that goes on by hand. */
export async function aMachine(db: Db) {
  const time = { wall: Date.now(), elapsed: 0 };
  const clock = { now: () => new Date(time.wall) };
  const hostId = newId();
  const host = { id: hostId, key: hostId, name: "here", platform: "linux", created_at: clock.now() };
  await db.transaction((tx) =>
    tx
      .insertInto("projects_hosts")
      .values({ ...host, last_seen_at: clock.now() })
      .execute(),
  );
  const events = createEventLog({ db, log });
  const agents = createAgents({
    ...{ db, events, clock, log },
    placeOf: async () => ({ hostId, projectId: null, branch: null }),
    hostId: () => hostId,
    testHeard: () => {},
    audit: { record: async () => {} },
  });
  const services = [events, ...agents.services];
  for (const service of services) await service.start?.();
  onTestFinished(async () => {
    for (const service of services.reverse()) await service.stop?.();
  });
  const url = await served(agents.routes);

  const aReaper = (of: { table?: ProcessTable; pane?: () => PaneStanding } = {}) => {
    const reasons: string[] = [];
    const reaper = createReaper({
      agents: agents.api,
      watched: agents.api.watchedProcesses,
      table: of.table ?? createProcessTable(process.env.PATH ?? ""),
      paneStanding: of.pane ?? (() => "unknown"),
      ...{ clock, log },
      elapsed: () => time.elapsed,
      silentMs: 24 * 3_600_000,
      ended: (reason) => reasons.push(reason),
    });
    /** Looks at once, and again for as long as its loop would take to be sure. */
    const rounds = async (count = 3) => {
      for (let round = 0; round < count; round++) {
        await reaper.round();
        pass(2_500);
      }
    };
    return { reasons, rounds };
  };
  const pass = (wall: number, elapsed = wall) => {
    time.wall += wall;
    time.elapsed += elapsed;
  };

  const session = () => {
    const { sessionId, ...hooks } = hookSession({ sessionId: newId() });
    const say = async (body: object, pid?: number) => {
      const headers = { authorization: "Bearer any", ...(pid ? { "x-signalbox-pid": String(pid) } : {}) };
      const response = await fetch(`${url}/hooks/claude`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      if (response.status !== 202) throw new Error(await response.text());
    };
    const row = () =>
      db.read.selectFrom("agents").where("session_id", "=", sessionId).selectAll().executeTakeFirstOrThrow();
    const outcomes = async () => {
      const { id } = await row();
      const found = await db.read
        .selectFrom("agents_commands")
        .where("agent_id", "=", id)
        .select("outcome")
        .execute();
      return found.map(({ outcome }) => outcome);
    };
    return { sessionId, hooks, say, row, outcomes };
  };
  /** A session that was told to do something, in a process. */
  const aBusyAgent = async (pid?: number) => {
    const one = session();
    await one.say(one.hooks.started(), pid);
    await one.say(one.hooks.prompted("p1", "Go"), pid);
    return one;
  };
  const lastHeard = () => agents.api.lastHeard("claude");
  return { aReaper, aBusyAgent, lastHeard, pass };
}
