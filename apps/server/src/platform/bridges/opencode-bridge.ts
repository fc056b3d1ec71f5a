/**
 * Runs OpenCode by its server for one prompt, which it reads from its standard input:
 * `opencode-bridge.ts <order> <program> <argument>…`. It prints what `opencode run --format json` would, and what that hides:
 * that the model is asked again, and when.
 */
import { text as textOf } from "node:stream/consumers";
import { systemClock } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/errors.ts";
import { newSecret } from "../../kernel/ids.ts";
import { type JsonObject, numberAt, textAt } from "../../kernel/json.ts";
import { hearLines } from "../supervisor/hear-lines.ts";
import { startAgent } from "./agent-process.ts";
import { exitTold } from "./bridge-line.ts";
import { givenOrder } from "./bridge-order.ts";
import { OpencodeEvents } from "./opencode-events.ts";
import { OpencodeServer } from "./opencode-server.ts";

/** A limit that lasts longer is not sat out: another account, or another CLI, may go on at once. */
const longestWaitMs = 60_000;
/** Nobody is there to be asked. */
const denied = ["question", "plan_enter", "plan_exit"].map((permission) => ({
  ...{ permission, action: "deny", pattern: "*" },
}));

const { order, file, args } = givenOrder();
const password = newSecret("bridge");
const agent = startAgent(file, args, { cwd: order.cwd, env: { OPENCODE_SERVER_PASSWORD: password } });

const print = (line: JsonObject): void => {
  if (line.type === "error" && agent.isEnding()) return;
  const timestamp = systemClock.now().getTime();
  process.stdout.write(`${JSON.stringify({ ...line, timestamp })}\n`);
};

const listening = new Promise<string>((resolve) => {
  hearLines(agent.child.stdout, (line) => {
    const url = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (url === undefined) process.stderr.write(`${line}\n`);
    else resolve(url);
  });
});

/** Of a model, its provider comes first. */
function modelIn(model: string | null): JsonObject {
  if (model === null) return {};
  const [providerID = "", ...rest] = model.split("/");
  return { model: { providerID, modelID: rest.join("/") } };
}

/** What it asks all the same is answered as nobody would. */
async function refuse(server: OpencodeServer, type: string, properties: JsonObject): Promise<void> {
  const id = textAt(properties, "id") ?? "";
  if (type === "permission.asked") await server.post(`/permission/${id}/reply`, { reply: "reject" });
  if (type === "question.asked") await server.post(`/question/${id}/reject`);
}

/** Resolves once its session rests, or waits for longer than is worth it. */
async function converse(): Promise<void> {
  const prompt = await textOf(process.stdin);
  const server = new OpencodeServer(await listening, password);
  const opened = order.resumes === null ? await server.post("/session", { permission: denied }) : {};
  const id = order.resumes ?? textAt(opened, "id") ?? "";
  const events = new OpencodeEvents(id);
  const rests = Promise.withResolvers<void>();
  const { over } = await server.follow((type, properties) => {
    const line = events.lineOf(type, properties);
    if (line !== null) print(line);
    refuse(server, type, properties).catch(rests.reject);
    const isOwn = textAt(properties, "sessionID") === id;
    const waitsMs = (numberAt(line ?? {}, "next") ?? 0) - systemClock.now().getTime();
    if ((isOwn && type === "session.idle") || waitsMs > longestWaitMs) rests.resolve();
  });
  const parts = [{ type: "text", text: prompt }];
  await server.post(`/session/${id}/prompt_async`, { ...modelIn(order.model), parts });
  const silent = over.then(() => {
    throw new Error("OpenCode told no more of what happens");
  });
  await Promise.race([rests.promise, silent]);
}

await Promise.race([
  converse(),
  agent.over.then(({ why }) => {
    throw new Error(why);
  }),
]).catch((error: unknown) => {
  const data = { message: messageOf(error) };
  print({ type: "error", sessionID: order.resumes ?? "", error: { name: "BridgeError", data } });
});
await agent.leave();
exitTold(0);
