/**
 * The plugin's text, which runs inside OpenCode (Bun). It must never disturb: events are sent one after another in the
 * background, each for at most 2 s and twice at most, and whatever fails then is forgotten. It reads port and key anew
 * for each, since the server may start after it. What only the course of events tells is told along: whose child a
 * session is, which prompt is being answered, what was said last.
 */
export const pluginCode = String.raw`import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const folder = "HOOK_FOLDER";
// Where OpenCode itself keeps its sessions: the server is told, whose environment may be another.
const { XDG_DATA_HOME, OPENCODE_DB } = process.env;
const data = join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "opencode");
const store = OPENCODE_DB === ":memory:" ? null : resolve(data, OPENCODE_DB || "opencode.db");
const wait = (ms) => AbortSignal.timeout(ms);

async function send(payload, headers) {
  const [key, port] = await Promise.all(["key", "port"].map((name) => readFile(join(folder, name), "utf8")));
  const [name, value] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1).trim()];
  if (!/^\d+\n?$/.test(port)) return;
  const reply = await fetch("http://127.0.0.1:" + port.trim() + "/hooks/opencode", {
    method: "POST",
    headers: { ...headers, [name]: value, "content-type": "application/json" },
    body: JSON.stringify(payload),
    signal: wait(2_000),
  });
  await reply.arrayBuffer();
}

export const Signalbox = async ({ directory }) => {
  const sessions = new Map();
  const headers = { "x-signalbox-pid": String(process.pid) };
  if (process.env.TMUX_PANE) headers["x-tmux-pane"] = process.env.TMUX_PANE;
  let queue = Promise.resolve();
  let waiting = 0;

  const sessionOf = (id) => {
    if (!sessions.has(id)) {
      sessions.set(id, { parent: null, agent: null, prompt: null, busy: false, over: false, text: "", refused: false, retrying: false, calls: new Set(), answers: new Set(), summaries: new Set() });
    }
    return sessions.get(id);
  };
  const rootOf = (id) => {
    const parent = sessions.get(id)?.parent;
    return parent ? rootOf(parent) : id;
  };
  const tell = (event, sessionID, more) => {
    if (waiting > 500) return;
    const { prompt, agent } = sessionOf(sessionID);
    const root = rootOf(sessionID);
    const child = root === sessionID ? {} : { agent_id: sessionID, agent_type: agent };
    const about = { hook_event_name: event, session_id: root, ...child, prompt_id: prompt, cwd: directory };
    const transcript = store === null ? {} : { transcript_path: store + "#" + root };
    const payload = { ...about, ...transcript, ...more };
    waiting += 1;
    // A busy machine may let one go by; the server knows what it hears twice.
    const twice = () => send(payload, headers).catch(() => send(payload, headers));
    queue = queue.then(twice).catch(() => {}).finally(() => { waiting -= 1; });
  };

  const tellTool = (session, { part, id }) => {
    const { callID, tool, state } = part;
    const first = !session.calls.has(callID);
    if (state.status === "running" && first) {
      session.calls.add(callID);
      tell("message.part.updated", part.sessionID, { event_id: id, part });
    }
    if (state.status !== "completed" && state.status !== "error") return;
    session.calls.delete(callID);
    if (state.status === "completed") session.refused = false;
    tell("message.part.updated", part.sessionID, { event_id: id, part });
  };
  const observers = {
    "session.created": ({ sessionID, info }, id) => {
      const session = sessionOf(sessionID);
      session.parent = info?.parentID ?? null;
      session.agent = info?.agent ?? null;
      tell("session.created", sessionID, { event_id: id, title: info?.title });
    },
    "message.updated": ({ sessionID, info }, id) => {
      const session = sessionOf(sessionID);
      // It is told again when it is over, even behind the end of the turn.
      if (info?.role !== "assistant" || info.time?.completed || session.answers.has(info.id)) return;
      session.answers.add(info.id);
      // What sums up what was said before is no answer to anybody.
      if (info.summary) session.summaries.add(info.id);
      if (info.summary) return;
      session.prompt = info.parentID ?? session.prompt;
      session.over = false;
      tell("message.updated", sessionID, { event_id: id, model: info.modelID });
    },
    "message.part.updated": ({ sessionID, part }, id) => {
      const session = sessionOf(sessionID);
      if (session.summaries.has(part?.messageID)) return;
      if (part?.type === "tool") tellTool(session, { part, id });
      if (part?.type === "text" && part.time?.end) {
        session.text = part.text;
        session.refused = false;
      }
    },
    "session.status": ({ sessionID, status }, id) => {
      const session = sessionOf(sessionID);
      session.busy = status?.type !== "idle";
      if (session.busy) session.retrying = status?.type === "retry";
      if (session.retrying && session.busy) tell("session.status", sessionID, { event_id: id, status });
    },
    "session.error": ({ sessionID, error }, id) => {
      if (!sessionID) return;
      Object.assign(sessionOf(sessionID), { text: "", retrying: false });
      tell("session.error", sessionID, { event_id: id, error });
    },
    "session.idle": ({ sessionID }, id) => {
      const session = sessionOf(sessionID);
      // A turn that was stopped is over twice.
      if (session.over) return;
      const { text, refused, retrying } = session;
      // Nothing but the person ends the wait for another try.
      tell("session.idle", sessionID, { event_id: id, last_assistant_message: text, refused: refused || retrying });
      Object.assign(session, { text: "", refused: false, retrying: false, busy: false, over: true });
      session.calls.clear();
      session.answers.clear();
      session.summaries.clear();
    },
  };
  // A call that is asked about is told once it has run: told before, it would look like the answer.
  const asked = (type) => ({ sessionID, ...request }, id) => {
    if (request.tool?.callID) sessionOf(sessionID).calls.add(request.tool.callID);
    tell(type, sessionID, { event_id: id, request });
  };
  const refusal = (type) => ({ sessionID, ...request }, id) => {
    sessionOf(sessionID).refused ||= type === "question.rejected" || request.reply === "reject";
    tell(type, sessionID, { event_id: id, request });
  };
  for (const type of ["permission.asked", "question.asked"]) observers[type] = asked(type);
  for (const type of ["permission.replied", "question.replied", "question.rejected"]) observers[type] = refusal(type);
  for (const type of ["session.compacted", "session.deleted", "SignalboxTest"]) {
    observers[type] = ({ sessionID }, id) => tell(type, sessionID, { event_id: id });
  }

  const quietly = (work) => {
    try {
      work();
    } catch {
      // OpenCode must not notice.
    }
  };
  return {
    event: async ({ event }) =>
      quietly(() => observers[event.type]?.(event.properties ?? {}, event.id)),
    "chat.message": async ({ sessionID, agent, model }, { message, parts }) =>
      quietly(() => {
        const session = sessionOf(sessionID);
        session.agent = session.agent ?? agent ?? null;
        session.over = false;
        const texts = parts.filter((part) => part.type === "text" && !part.synthetic).map((part) => part.text);
        // What is typed while it works waits: it belongs to what is being answered, until it is taken up.
        if (!session.busy || session.prompt === null) Object.assign(session, { prompt: message.id, text: "" });
        tell("chat.message", sessionID, { message_id: message.id, prompt: texts.join("\n"), model: model?.modelID });
      }),
    dispose: async () => {
      for (const id of sessions.keys()) if (!sessions.get(id).parent) tell("session.ended", id, {});
      await Promise.race([queue, new Promise((resolve) => wait(2_000).addEventListener("abort", resolve))]);
    },
  };
};
`;
