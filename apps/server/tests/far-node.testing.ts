import { randomUUID } from "node:crypto";
import { Agent } from "@signalbox/contract/agents";
import { EndReport, Launch } from "@signalbox/contract/launches";
import { Restart } from "@signalbox/contract/restarts";
import { Interruption, Text } from "@signalbox/contract/texts";
import { runPostgres } from "@signalbox/testkit/postgres";
import { runServer, type ServerOptions } from "@signalbox/testkit/server";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { signedIn } from "./signed-in.ts";

const Problem = z.object({ code: z.string().default("it was not refused"), detail: z.string().default("") });

/** A PostgreSQL server, and a node on it that sees no CLI: its state folder is that of another machine. */
export async function farNode() {
  const postgres = await runPostgres();
  onTestFinished(() => postgres.remove());
  const env = { DATABASE_URL: postgres.url };
  return { env, ...(await nodeOn({ env })) };
}

/** A node that shares its database with others, and a browser that is signed in there. */
export async function nodeOn(options: ServerOptions) {
  const server = await runServer(options);
  onTestFinished(async () => void (await server.stop()));
  const browser = await signedIn(server);
  const get = async (path: string): Promise<unknown> => (await server.fetch(path)).json();
  const post = (path: string, body: unknown) => browser(path, { method: "POST", body });
  const done = async (path: string, body: unknown): Promise<unknown> => {
    const reply = await post(path, body);
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  /** How it was refused, and how long that took. */
  const refused = async (path: string, body: unknown) => {
    const began = performance.now();
    const reply = await post(path, body);
    const { code, detail } = Problem.parse(await reply.json());
    return { status: reply.status, code, detail, ms: performance.now() - began };
  };
  return {
    ...{ server, browser, get, post, refused },
    agent: async (id: string) => Agent.parse(await get(`/api/agents/${id}`)),
    launch: async (id: string) => Launch.parse(await get(`/api/launches/${id}`)),
    interrupt: async (id: string) => Interruption.parse(await done(`/api/agents/${id}/interrupt`, {})),
    say: async (id: string, text: string, interrupt = false) =>
      Text.parse(await done(`/api/agents/${id}/texts`, { key: randomUUID(), text, interrupt })),
    end: async (id: string, how: string) => EndReport.parse(await done(`/api/agents/${id}/end`, { how })),
    start: async (wish: object) => Launch.parse(await done("/api/launches", wish)),
    resume: async (id: string, body: object = {}) =>
      Launch.parse(await done(`/api/agents/${id}/resume`, { key: randomUUID(), ...body })),
    restart: async (id: string, key: string = randomUUID()) =>
      Restart.parse(await done(`/api/agents/${id}/restart`, { key })),
    restarted: async (id: string) => Restart.parse(await get(`/api/restarts/${id}`)),
  };
}
