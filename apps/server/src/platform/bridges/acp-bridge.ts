/**
 * Runs an agent that speaks the Agent Client Protocol for one prompt, which it reads from its standard input:
 * `acp-bridge.ts <order> <program> <argument>…`. It needs no package, and lives under the supervisor of an attempt, so that
 * the server may go and come back meanwhile.
 */
import { text as textOf } from "node:stream/consumers";
import { messageOf } from "../../kernel/errors.ts";
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../kernel/json.ts";
import { optionOf } from "./acp-call.ts";
import { AcpCalls } from "./acp-calls.ts";
import { openSession } from "./acp-session.ts";
import { startAgent } from "./agent-process.ts";
import { type BridgeTokens, exitTold, tell } from "./bridge-line.ts";
import { givenOrder } from "./bridge-order.ts";
import { JsonRpcPeer, RpcFault } from "./json-rpc-peer.ts";
import { permits } from "./permits.ts";
import { SpokenWords } from "./spoken-words.ts";

const { order, file, args } = givenOrder();
const calls = new AcpCalls();
const words = new SpokenWords();
/** What a session of before did is told anew as it is opened. */
let isPrompted = false;
let cost: number | null = null;
const agent = startAgent(file, args, { cwd: order.cwd });

const peer = new JsonRpcPeer(agent, {
  notified(method, params) {
    if (method === "session/update" && isPrompted) updated(objectAt(params, "update"));
  },
  asked(method, params) {
    return method === "session/request_permission" ? permission(params) : undefined;
  },
});

function updated(update: JsonObject): void {
  switch (textAt(update, "sessionUpdate")) {
    case "agent_message_chunk":
      words.add(textAt(objectAt(update, "content"), "text") ?? "");
      break;
    case "tool_call":
    case "tool_call_update":
      words.rest();
      calls.updated(update);
      break;
    case "usage_update":
      cost = numberAt(objectAt(update, "cost"), "amount") ?? cost;
  }
}

function permission(params: JsonObject) {
  const asked = calls.asked(objectAt(params, "toolCall"));
  const isAllowed = permits(order, asked);
  if (!isAllowed) tell({ type: "refused", tool: asked.tool, about: asked.about.slice(0, 1_000) });
  const optionId = optionOf(listAt(params, "options"), isAllowed ? "allow_once" : "reject_once");
  // Nothing is chosen that is not offered.
  return { outcome: optionId === null ? { outcome: "cancelled" } : { outcome: "selected", optionId } };
}

async function converse(): Promise<boolean> {
  const prompt = await textOf(process.stdin);
  const { id, resumable } = await openSession(peer, order);
  tell({ type: "session", id, resumable });
  isPrompted = true;
  const ended = await peer.call("session/prompt", {
    ...{ sessionId: id, prompt: [{ type: "text", text: prompt }] },
  });
  const stopReason = textAt(ended, "stopReason") ?? "";
  const ok = stopReason === "end_turn";
  if (agent.isEnding()) return false;
  const text = words.end();
  const why = `The model stopped before it was done: ${stopReason}`;
  tell({ type: "result", ok, text: ok ? text : why, about: stopReason, usage: usageOf(ended) });
  return ok;
}

function usageOf(ended: JsonObject): (BridgeTokens & { cost: number | null }) | null {
  if (!isObject(ended.usage)) return null;
  const count = (key: string) => numberAt(objectAt(ended, "usage"), key) ?? 0;
  return {
    ...{ input: count("inputTokens"), output: count("outputTokens") + count("thoughtTokens") },
    ...{ cacheRead: count("cachedReadTokens"), cacheWrite: count("cachedWriteTokens"), cost },
  };
}

function failed(error: unknown): false {
  if (agent.isEnding()) return false;
  words.rest();
  const about = error instanceof RpcFault ? `${error.code} ${error.about}` : "";
  tell({ type: "result", ok: false, text: messageOf(error), about, usage: null });
  return false;
}

const isDone = await Promise.race([
  converse(),
  agent.over.then(({ why }) => {
    throw new Error(why);
  }),
]).catch(failed);
await agent.leave();
exitTold(isDone ? 0 : 1);
