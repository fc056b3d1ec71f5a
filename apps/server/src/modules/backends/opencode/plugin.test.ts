import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { Observation } from "../signal.ts";
import { opencodePlugin } from "./plugin.ts";
import { readOpencodeHook } from "./read-hook.ts";

const Payload = z.looseObject({
  hook_event_name: z.string(),
  session_id: z.string(),
  agent_id: z.string().optional(),
  prompt_id: z.string().nullable(),
});
type Told = z.infer<typeof Payload>;

let folder: string;
let server: Server;
let told: Told[];
let headers: IncomingHttpHeaders[];
let answer: "at once" | "never";
beforeEach(async () => {
  folder = temporaryFolder("plugin's");
  told = [];
  headers = [];
  answer = "at once";
  server = createServer(async (request, response) => {
    headers.push(request.headers);
    told.push(Payload.parse(await json(request)));
    if (answer === "at once") response.writeHead(202).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  mkdirSync(join(folder, "hook"));
  writeFileSync(join(folder, "hook", "key"), "Authorization: Bearer secret\n");
  writeFileSync(join(folder, "hook", "port"), `${portOf(server)}\n`);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  removeFolder(folder);
});

const portOf = (listening: Server): number => (listening.address() as AddressInfo).port;

interface Plugin {
  event(told: { event: { id: string; type: string; properties: object } }): Promise<void>;
  "chat.message"(input: object, output: object): Promise<void>;
  dispose(): Promise<void>;
}

/** The plugin as OpenCode loads it, with short words for what happens to it. */
async function loaded() {
  const file = join(folder, "signalbox.mjs");
  writeFileSync(file, `// Signalbox${opencodePlugin.source(join(folder, "hook"))}`);
  const plugin: Plugin = await (await import(pathToFileURL(file).href)).Signalbox({ directory: "/w" });
  let ids = 0;
  const happens = (type: string, properties: object) =>
    plugin.event({ event: { id: `evt_${ids++}`, type, properties: { sessionID: "s", ...properties } } });
  const prompted = (id: string, text: string, sessionID = "s") =>
    plugin["chat.message"](
      { sessionID, agent: "build" },
      { message: { id }, parts: [{ type: "text", text }] },
    );
  const answers = (id: string, parentID: string) =>
    happens("message.updated", { info: { id, parentID, role: "assistant", modelID: "m" } });
  const calls = (callID: string, status: string, more = {}) =>
    happens("message.part.updated", {
      part: {
        sessionID: "s",
        type: "tool",
        tool: "bash",
        callID,
        state: { status, input: { command: "ls" }, ...more },
      },
    });
  const says = (text: string) =>
    happens("message.part.updated", { part: { type: "text", text, time: { start: 1, end: 2 } } });
  return { plugin, happens, prompted, answers, calls, says };
}

const observed = (): Observation[] =>
  told.map((payload) => {
    const context = { at: new Date(0), process: { pid: null, pane: null, entry: null } };
    const signal = readOpencodeHook(payload, context);
    if ("reason" in signal) throw new Error(signal.reason);
    return signal.observation;
  });
const kinds = () => observed().map(({ kind }) => kind);

test("a turn is told in order, with key and process, and no piece of a text is", async () => {
  const { plugin, happens, prompted, answers, calls, says } = await loaded();
  await happens("session.created", { info: { agent: "build" } });
  await prompted("m1", "Do it");
  await happens("session.status", { status: { type: "busy" } });
  await answers("m2", "m1");
  await answers("m2", "m1");
  await happens("message.part.delta", { field: "text", delta: "Loo" });
  for (const status of ["pending", "running", "running"]) await calls("c", status);
  await calls("c", "completed", { output: "a\n", metadata: { exit: 1 }, time: { start: 5, end: 9 } });
  await says("All done");
  await happens("session.idle", {});
  await plugin.dispose();

  expect(observed()).toMatchObject([
    { kind: "session_started" },
    { kind: "prompted", text: "Do it" },
    { kind: "worked" },
    { kind: "tool_started", tool: "bash", input: { command: "ls" }, useId: "c" },
    { kind: "tool_finished", useId: "c", result: "a\n", failed: true, durationMs: 4 },
    { kind: "stopped", text: "All done" },
    { kind: "session_ended", reason: "exit" },
  ]);
  expect(told.slice(1, 6).every(({ prompt_id }) => prompt_id === "m1")).toBe(true);
  expect(headers[0]).toMatchObject({ authorization: "Bearer secret", "x-signalbox-pid": `${process.pid}` });
});

test("a call that is asked about is told once it has run, so that it is not taken for the answer", async () => {
  const { plugin, happens, prompted, calls } = await loaded();
  await prompted("m1", "Do it");
  const request = { id: "p", permission: "bash", patterns: ["ls"], metadata: { command: "ls" } };
  await happens("permission.asked", { ...request, tool: { callID: "c" } });
  await calls("c", "running");
  await happens("permission.replied", { requestID: "p", reply: "once" });
  await calls("c", "completed");
  await plugin.dispose();
  expect(kinds()).toEqual(["prompted", "asked", "worked", "tool_finished", "session_ended"]);
  expect(observed()[1]).toMatchObject({ question: { kind: "permission", tool: "Bash", text: "Run ls" } });
});

test("a permission that is refused leaves the command interrupted; one refused with words goes on", async () => {
  const { plugin, happens, prompted, says } = await loaded();
  const refuse = () => happens("permission.replied", { requestID: "p", reply: "reject" });
  await prompted("m1", "Do it");
  await refuse();
  await happens("session.idle", {});
  await prompted("m2", "Do it");
  await refuse();
  await says("Another way then");
  await happens("session.idle", {});
  await plugin.dispose();
  expect(kinds().filter((kind) => kind !== "worked" && kind !== "prompted")).toEqual([
    "interrupted",
    "stopped",
    "session_ended",
  ]);
});

test("what is typed while it works comes under the prompt that is being answered, until it is taken up", async () => {
  const { plugin, happens, prompted, answers } = await loaded();
  await prompted("m1", "First");
  await happens("session.status", { status: { type: "busy" } });
  await answers("a1", "m1");
  await prompted("m2", "Second");
  await answers("a2", "m2");
  await plugin.dispose();
  expect(told.map(({ prompt_id }) => prompt_id)).toEqual(["m1", "m1", "m1", "m2", "m2"]);
});

test("a wait for another try of the model is told with its end, and who ends it early has interrupted it", async () => {
  const { plugin, happens, prompted } = await loaded();
  const next = Date.parse("2026-11-30T10:00:00Z");
  await prompted("m1", "First");
  await happens("session.status", { status: { type: "busy" } });
  await happens("session.status", {
    status: { type: "retry", attempt: 1, message: "Too Many Requests", next },
  });
  await happens("session.status", { status: { type: "idle" } });
  await happens("session.idle", {});
  await plugin.dispose();
  expect(observed().slice(1)).toMatchObject([
    { kind: "retrying", errorClass: "rate_limit", resetsAt: new Date(next) },
    { kind: "interrupted" },
    { kind: "session_ended" },
  ]);
});

test("a child's events are its own, under the session that started it", async () => {
  const { plugin, happens, prompted } = await loaded();
  await happens("session.created", { info: {} });
  await happens("session.created", { sessionID: "c", info: { parentID: "s", agent: "explore" } });
  await prompted("m1", "Look", "c");
  await happens("session.idle", { sessionID: "c" });
  await plugin.dispose();
  expect(told.map(({ session_id, agent_id }) => [session_id, agent_id])).toEqual([
    ["s", undefined],
    ["s", "c"],
    ["s", "c"],
    ["s", "c"],
    ["s", undefined],
  ]);
  expect(kinds()).toEqual(["session_started", "other", "prompted", "child_stopped", "session_ended"]);
});

test.each([
  ["MessageAbortedError", {}, { kind: "interrupted" }],
  [
    "APIError",
    { message: "no", statusCode: 429 },
    { kind: "stop_failed", errorClass: "rate_limit", text: "no" },
  ],
  ["APIError", { message: "no", statusCode: 529 }, { kind: "stop_failed", errorClass: "server_error" }],
  ["ContextOverflowError", { message: "full" }, { kind: "stop_failed", errorClass: "ContextOverflowError" }],
])("an error %s %j is told for what it is", async (name, data, observation) => {
  const { plugin, happens } = await loaded();
  await happens("session.error", { error: { name, data } });
  await plugin.dispose();
  expect(observed()[0]).toMatchObject(observation);
});

test("answers to questions are told by the question", async () => {
  const { plugin, happens } = await loaded();
  const questions = [
    { question: "Which?", header: "Choice", options: [{ label: "red" }, { label: "blue" }] },
  ];
  await happens("question.asked", { id: "q", questions, tool: { callID: "c" } });
  const state = { status: "completed", input: { questions }, metadata: { answers: [["blue"]] } };
  await happens("message.part.updated", {
    part: { sessionID: "s", type: "tool", tool: "question", callID: "c", state },
  });
  await plugin.dispose();
  expect(observed()).toMatchObject([
    {
      kind: "asked",
      question: { kind: "options", parts: [{ text: "Which?", options: [{ label: "red" }, {}] }] },
    },
    { kind: "tool_finished", answers: { "Which?": "blue" } },
    { kind: "session_ended" },
  ]);
});

test.each([
  ["the server down", () => new Promise((closed) => server.close(closed))],
  ["no port file", () => writeFileSync(join(folder, "hook", "port"), "")],
  [
    "a server that never answers",
    () => {
      answer = "never";
    },
  ],
  ["garbage for events", () => undefined],
])("with %s nothing throws and nothing waits", async (_, breakIt) => {
  const { plugin, happens, prompted } = await loaded();
  await breakIt();
  const from = performance.now();
  await prompted("m1", "Do it");
  await happens("session.idle", {});
  await happens("message.part.updated", { part: null });
  await happens("session.error", { error: null });
  expect(performance.now() - from).toBeLessThan(200);
  await plugin.dispose();
  expect(performance.now() - from).toBeLessThan(4_000);
});
