import { seeded } from "@signalbox/testkit/seeded";
import { expect, test } from "vitest";
import { type Ledger, ledger } from "./ledger.testing.ts";
import { moves } from "./moves.ts";

type Payload = Record<string, unknown>;
interface Sent {
  atMs: number;
  payload: Payload;
}

/** A session as a CLI would live it: prompts, tools, permissions, questions, children, failures, its end. */
function aSession(random: () => number, sessionId: string): Sent[] {
  const sent: Sent[] = [];
  let now = 0;
  let prompts = 0;
  let calls = 0;
  const chance = (share: number) => random() < share;
  const emit = (hook_event_name: string, extra: Payload = {}) => {
    now += 20 + Math.floor(random() * 3_000);
    sent.push({ atMs: now, payload: { session_id: sessionId, cwd: "/w", hook_event_name, ...extra } });
  };
  const call = (prompt_id: string, child: Payload = {}) => {
    const use = { prompt_id, tool_name: "Bash", tool_input: { command: `run ${calls % 3}` }, ...child };
    const tool_use_id = `t-${sessionId}-${calls++}`;
    emit("PreToolUse", { ...use, tool_use_id });
    if (chance(0.3)) emit("PermissionRequest", use);
    if (chance(0.2)) return;
    emit(chance(0.2) ? "PostToolUseFailure" : "PostToolUse", { ...use, tool_use_id });
  };
  emit("SessionStart", { source: "startup" });
  const length = 1 + Math.floor(random() * 6);
  for (let i = 0; i < length; i++) {
    const prompt_id = `p-${prompts++}`;
    emit("UserPromptSubmit", { prompt_id, prompt: `Do ${i}` });
    for (let j = Math.floor(random() * 4); j > 0; j--) call(prompt_id);
    if (chance(0.2)) emit("UserPromptSubmit", { prompt_id, prompt: `And ${i}` });
    if (chance(0.2)) {
      const child = { agent_id: `kid-${i}`, agent_type: "general" };
      emit("SubagentStart", { prompt_id, ...child });
      call(prompt_id, child);
      if (chance(0.8)) emit("SubagentStop", { prompt_id, ...child, last_assistant_message: "Found it." });
    }
    if (chance(0.1)) emit("PreCompact", { prompt_id, trigger: "auto" });
    if (chance(0.1)) emit("StopFailure", { prompt_id, error: "server_error" });
    else if (chance(0.9))
      emit("Stop", { prompt_id, last_assistant_message: chance(0.2) ? "Which?" : "Done." });
    if (chance(0.2)) emit("Notification", { prompt_id, notification_type: "idle_prompt" });
  }
  emit("SessionEnd", { reason: "other" });
  return sent;
}

/** What a careless network does: some hooks are lost, some come twice, some out of order. */
function mangled(sent: readonly Sent[], random: () => number): Sent[] {
  return sent
    .filter(({ payload }) => payload.hook_event_name === "SessionEnd" || random() > 0.1)
    .flatMap((one) => (random() < 0.2 ? [one, { ...one, atMs: one.atMs + random() * 400 }] : [one]))
    .map((one) => ({ one, at: one.atMs + (random() < 0.3 ? random() * 4_000 : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one, at }) => ({ ...one, atMs: at }));
}

/** The memory as a restart of the server finds it. */
function crash(book: Ledger): void {
  for (const [key, agent] of book.lanes) book.lanes.set(key, JSON.parse(JSON.stringify(agent)));
}

/** Everything that must hold after any signal, whatever was lost before it. */
function check(book: Ledger): void {
  for (const agent of book.lanes.values()) {
    const { open, question, hadCommand } = agent.memory;
    expect(agent.state).toBe(open?.state ?? (hadCommand ? "complete" : "idle"));
    expect(agent.endedAt === null || open === null).toBe(true);
    expect(question === null || open?.state === "awaiting_input").toBe(true);
    expect(question !== null || open?.state !== "awaiting_input").toBe(true);
    const openOnes = book.commands.filter((one) => one.agentId === agent.id && one.outcome === null);
    expect(openOnes.map(({ id }) => id)).toEqual(open === null ? [] : [open.id]);
    const asked = book.questions.filter((one) => one.agentId === agent.id && one.state === "open");
    expect(asked.map(({ id }) => id)).toEqual(question === null ? [] : [question.id]);
    expect(JSON.stringify(agent.memory).length).toBeLessThan(16_000);
  }
}

function checkMoves(book: Ledger): void {
  const standing = new Map<string, string>();
  for (const { fact } of book.facts) {
    if (fact.kind === "command_opened") standing.set(fact.id, fact.state);
    if (fact.kind === "command_completed") {
      expect(standing.get(fact.id)).toBe(fact.from);
      standing.set(fact.id, "complete");
    }
    if (fact.kind !== "command_moved") continue;
    expect(standing.get(fact.id)).toBe(fact.from);
    if (fact.from === "complete") throw new Error("a complete command moved");
    expect(Object.values(moves[fact.from])).toContain(fact.to);
    standing.set(fact.id, fact.to);
  }
}

test("whatever is lost, doubled or reordered, and wherever it crashes, the tracker stays consistent", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    const book = ledger();
    for (const { payload, atMs } of mangled(aSession(random, `s-${seed}`), random)) {
      book.hear(payload, atMs);
      if (random() < 0.1) crash(book);
      check(book);
    }
    checkMoves(book);
  }
});

test("a session heard in order, each hook twice, ends as one heard once", () => {
  const shape = (book: Ledger) => ({
    commands: book.commands.map(({ state, outcome }) => [state, outcome]),
    questions: book.questions.map(({ kind, state }) => [kind, state]),
    turns: book.turns.map(({ actor, intent, text }) => [actor, intent, text]),
  });
  for (let seed = 1; seed <= 200; seed++) {
    const sent = aSession(seeded(seed), "s");
    const once = ledger();
    for (const { payload, atMs } of sent) once.hear(payload, atMs);
    const twice = ledger();
    for (const { payload, atMs } of sent) {
      twice.hear(payload, atMs);
      twice.hear(payload, atMs + 15);
    }
    expect(shape(twice), `seed ${seed}`).toEqual(shape(once));
  }
});
