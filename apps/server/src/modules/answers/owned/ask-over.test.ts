import type { Question } from "@signalbox/contract/agents";
import { pino } from "pino";
import { expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import type { AskedOver } from "../../agents/index.ts";
import { askOver } from "./ask-over.ts";
import { type OwnedRequest, OwnedRequests } from "./owned-agents.ts";

const log = pino({ level: "silent" });

/** An agent with one question at a time, as its lane keeps it: another one that is told closes it. */
function anAgent() {
  let open: Question | null = null;
  let fails = 0;
  const requests = new OwnedRequests();
  const tellings: string[] = [];
  const close = () => {
    const id = open?.id;
    open = null;
    if (id !== undefined) requests.close(id);
  };
  const agents = {
    openQuestionOf: async () => open,
    openQuestionOver: async ({ question }: AskedOver) => (open?.text === question.text ? open : null),
    askedOver: async ({ question, identity }: AskedOver) => {
      if (fails-- > 0) throw new Error("the database is away");
      close();
      tellings.push(identity);
      open = { ...aQuestion, id: newId(), text: question.text };
    },
    questionsBy: async () => (open === null ? [] : [open]),
  };
  const shown = new Set<() => void>();
  const ask = askOver({
    ...{ agents, requests, log },
    told: async () => {
      for (const tell of shown) tell();
    },
  });
  const request = (text: string) => {
    const over = new AbortController();
    const given: string[] = [];
    const asked = { question: { ...askedQuestion, text }, childId: null, useId: null };
    const owned: OwnedRequest = {
      ...{ id: "0", backend: "gemini", sessionId: "s", cwd: "/w", pid: 7, over: over.signal },
      asked: { ...asked, unable: () => null, replyTo: () => null },
      reply: async ({ kind }) => {
        given.push(kind);
        over.abort();
        close();
        return true;
      },
    };
    return { owned, given, done: ask(owned) };
  };
  const whenShown = () => new Promise<void>((resolve) => shown.add(resolve));
  const failNext = () => {
    fails = 1;
  };
  return { requests, request, whenShown, tellings, now: () => open, failNext };
}

const askedQuestion: AskedOver["question"] = {
  ...{ kind: "permission", tool: "Edit", text: "", input: {}, plan: null, parts: [], terminalOnly: false },
};
const aQuestion: Question = {
  ...{ ...askedQuestion, id: "", agentId: newId(), commandId: null, turnId: null, state: "open" },
  ...{ version: 1, answerId: null, callTurnId: null, at: new Date().toISOString(), closedAt: null },
};

test("two calls that are asked about alike at once are shown and answered one after the other", async () => {
  const agent = anAgent();
  let shown = agent.whenShown();
  const first = agent.request("Edit a.ts");
  const second = agent.request("Edit a.ts");
  await shown;
  shown = agent.whenShown();
  await agent.requests.of(agent.now()?.id ?? "")?.reply({ kind: "deny" });
  expect([first.given, second.given]).toEqual([["deny"], []]);
  await first.done;
  await shown;
  await agent.requests.of(agent.now()?.id ?? "")?.reply({ kind: "allow" });
  await second.done;
  expect([first.given, second.given]).toEqual([["deny"], ["allow"]]);
  expect(new Set(agent.tellings).size).toBe(2);
});

test("what could not be taken in at first is shown later", async () => {
  const agent = anAgent();
  agent.failNext();
  const shown = agent.whenShown();
  const { done, given } = agent.request("Edit b.ts");
  await shown;
  await agent.requests.of(agent.now()?.id ?? "")?.reply({ kind: "allow" });
  await done;
  expect(given).toEqual(["allow"]);
});
