import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../kernel/json.ts";
import type { BridgeOrder } from "./bridge-order.ts";
import type { JsonRpcPeer } from "./json-rpc-peer.ts";

/** Modes in which an agent asks before it changes anything, or is kept from it; the first that it offers is set. */
const asking = ["approve", "read-only", "default"];
/** And those in which nothing more is kept from it than what we answer. */
const open = ["agent-full-access", "default"];

export interface AcpSession {
  id: string;
  resumable: boolean;
}

/** Opens the session that a prompt is given to, with the mode and the model that are wanted. */
export async function openSession(peer: JsonRpcPeer, order: BridgeOrder): Promise<AcpSession> {
  const offers = await peer.call("initialize", {
    protocolVersion: 1,
    // It has files and commands of its own; what it asks for is answered by what it may do.
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    clientInfo: { name: "signalbox", version: "1" },
  });
  const can = objectAt(offers, "agentCapabilities");
  const way = wayBack(can);
  const where = { cwd: order.cwd, mcpServers: [] };
  if (order.resumes !== null && way === null) throw new Error("It can't go on with a session");
  const opened =
    order.resumes === null || way === null
      ? await peer.call("session/new", where)
      : await peer.call(way, { ...where, sessionId: order.resumes });
  const id = order.resumes ?? textAt(opened, "sessionId") ?? "";
  await setMode(peer, { id, opened, order });
  await setModel(peer, { id, opened, order });
  return { id, resumable: way !== null };
}

function wayBack(can: JsonObject): string | null {
  if (isObject(objectAt(can, "sessionCapabilities").resume)) return "session/resume";
  return can.loadSession === true ? "session/load" : null;
}

interface Opened {
  id: string;
  opened: JsonObject;
  order: BridgeOrder;
}

async function setMode(peer: JsonRpcPeer, { id, opened, order }: Opened): Promise<void> {
  const offered = listAt(objectAt(opened, "modes"), "availableModes").filter(isObject);
  const wanted = order.access === "full" ? open : asking;
  const modeId = wanted.find((one) => offered.some((mode) => textAt(mode, "id") === one));
  if (modeId !== undefined) await peer.call("session/set_mode", { sessionId: id, modeId });
}

async function setModel(peer: JsonRpcPeer, { id, opened, order: { model } }: Opened): Promise<void> {
  if (model === null) return;
  const models = listAt(objectAt(opened, "models"), "availableModels").filter(isObject);
  if (models.some((one) => textAt(one, "modelId") === model)) {
    await peer.call("session/set_model", { sessionId: id, modelId: model });
    return;
  }
  const option = listAt(opened, "configOptions")
    .filter(isObject)
    .find((one) => textAt(one, "category") === "model" || textAt(one, "id") === "model");
  const configId = option === undefined ? null : textAt(option, "id");
  if (configId === null) throw new Error(`It offers no model called ${model}`);
  await peer.call("session/set_config_option", { sessionId: id, configId, value: model });
}
