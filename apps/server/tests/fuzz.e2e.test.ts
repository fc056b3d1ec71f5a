import { platform } from "node:os";
import { listTurns } from "@signalbox/contract/agents";
import { type HookReply, type HookSender, hookSender } from "@signalbox/testkit/hook-sender";
import { hookSession } from "@signalbox/testkit/hook-session";
import { recordings } from "@signalbox/testkit/recordings";
import { type Dice, pick, seeded } from "@signalbox/testkit/seeded";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseOfState } from "../src/platform/database/testing.ts";
import { allAgents, clientOf } from "./all-pages.ts";
import { freshPayload, type MutatedHook, mutatedHook, oversized } from "./fuzz/mutated-hook.ts";
import { inspectable, settledMemory } from "./fuzz/server-memory.ts";

const seed = Number(process.env.SIGNALBOX_TEST_SEED ?? Math.floor(Math.random() * 1e9));
const count = 10_000;
const warmUps = 6_000;
const connections = 24;
/** Megabytes of whole bodies; each is sent once for every so many others. */
const largeSizes = [1, 4, 15.9, 16.1, 20, 32];
const othersPerLarge = 500;

const hooks = recordings().flatMap(({ lines }) => lines);

type Answered = MutatedHook & { reply: HookReply };

const nextHook = (index: number, dice: Dice): MutatedHook =>
  index % othersPerLarge === 0
    ? oversized(freshPayload(pick(dice, hooks), dice), pick(dice, largeSizes))
    : mutatedHook(hooks, dice);

/** Sends that many mutated hooks, on all connections at once. */
async function sendMany(sender: HookSender, many: number, dice: Dice): Promise<Answered[]> {
  const answered: Answered[] = [];
  let sent = 0;
  const work = async () => {
    while (sent < many) {
      const hook = nextHook(sent++, dice);
      const reply = await sender.send(hook.body, hook.headers).catch((cause: unknown) => {
        throw new Error(`No reply to a hook with ${hook.how} (seed ${seed})`, { cause });
      });
      answered.push({ ...hook, body: Buffer.alloc(0), reply });
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return answered;
}

const kindOf = ({ status }: HookReply): string => (status === 202 ? "recorded" : "rejected");

describe(`${count} mutated hooks (seed ${seed})`, () => {
  const folder = temporaryFolder("fuzz");
  let server: RunningServer;
  let answered: Answered[];
  let growth: number | undefined;

  beforeAll(async () => {
    server = await runServer({ stateFolder: folder, env: inspectable });
    const sender = hookSender({ server, connections });
    const measures = platform() === "linux";
    await sendMany(sender, warmUps, seeded(seed + 1));
    const before = measures ? await settledMemory(server) : 0;
    answered = await sendMany(sender, count, seeded(seed));
    if (measures) growth = (await settledMemory(server)) - before;
    sender.close();
  }, 600_000);
  afterAll(async () => {
    await server?.stop();
    removeFolder(folder);
  });

  test("are each rejected without a word, or recorded", () => {
    const wrong = answered.filter(({ reply }) => ![202, 400, 404, 413].includes(reply.status) || reply.body);
    expect(wrong.map(({ how, reply }) => [how, reply.status, reply.body.slice(0, 200)])).toEqual([]);
    expect(new Set(answered.map(({ reply }) => kindOf(reply)))).toEqual(new Set(["recorded", "rejected"]));
  });

  test("too large ones are told so", () => {
    const large = answered.filter(({ how }) => / MB$/.test(how));
    for (const { how, reply } of large)
      expect([how, reply.status]).toEqual([how, Number.parseFloat(how) > 16 ? 413 : 202]);
  });

  test("leave the server's memory as it was", ({ skip }) => {
    if (growth === undefined) return skip("only Linux tells how much memory a process has");
    expect(growth).toBeLessThan(50);
  });

  test("leave the lanes alive: a session works as ever, and so does one they went through", async () => {
    const client = clientOf(server);
    const sender = hookSender({ server, connections: 1 });
    for (const sessionId of ["well-behaved", "mutated-1"]) {
      const session = hookSession({ sessionId });
      const call = { name: "Bash", useId: `toolu_${sessionId}`, input: { command: "ls" }, response: "a" };
      const bodies = [
        session.ended("other"),
        session.started("resume"),
        session.prompted("its-prompt", "Build it"),
        session.toolStarted("its-prompt", call),
        session.toolFinished("its-prompt", call),
        session.stopped("its-prompt", `Done in ${sessionId}`),
      ];
      for (const body of bodies) expect((await sender.send(JSON.stringify(body))).status).toBe(202);
      const agent = (await allAgents(client)).find(
        (one) => one.sessionId === sessionId && one.parentId === null,
      );
      expect(agent).toMatchObject({ state: "complete", title: "Build it" });
      const params = { agentId: agent?.id ?? "" };
      const latest = await client.call(listTurns, { params, query: { from: "latest", limit: 1 } });
      expect(latest.items).toMatchObject([{ intent: "completion", text: `Done in ${sessionId}` }]);
    }
    sender.close();
  });

  test("are in the database where they were acknowledged", async () => {
    expect(await server.stop()).toBe(0);
    const db = await databaseOfState(folder);
    const rows = await db.read.selectFrom("agents_signals").select(["correlation_id", "error"]).execute();
    await db.close();
    const stored = new Set(rows.map(({ correlation_id }) => correlation_id));
    const lost = answered.filter(
      ({ reply }) => reply.status === 202 && !stored.has(reply.correlationId ?? ""),
    );
    expect(lost.map(({ how }) => how)).toEqual([]);
    const parked = rows.flatMap(({ error }) => error ?? []);
    expect(parked).toEqual([]);
  });
});
