import { setTimeout as pause } from "node:timers/promises";
import type { Agent } from "@signalbox/contract/agents";
import { messageOf } from "../../../kernel/errors.ts";
import { adapterOf, type TerminalInput } from "../../backends/index.ts";
import type { OwnedAgent, OwnedAgents } from "../owned/owned-agents.ts";
import type { AgentPane, AgentPanes } from "../ports.ts";
import { type LastWords, whyAnotherSession } from "./last-words.ts";
import { interruptBy, type Typed, typeText } from "./type-text.ts";
import { whyNotTyped } from "./why-not-typed.ts";

/** A text on its way. */
export interface Saying extends LastWords {
  text: string;
  /** It stops first what it does. */
  interrupt: boolean;
}

/** What says a text to one agent. */
export interface Speaker {
  /** Why it can't be said now, in a sentence; null where it can. Looked at before a text is on its way. */
  whyNot(saying: Saying): Promise<string | null>;
  /** `until`: after this it is not said any more, by the clock of `performance`. */
  say(saying: Saying, until: number): Promise<Typed>;
  /** @throws Error where it can't be reached; the message says why */
  interrupt(words: LastWords): Promise<"stopped" | "unseen" | "idle">;
}

/** What says texts to agents: over the protocol of those that this server runs, by keys to others. */
export interface Speakers {
  reaches(agentId: string): boolean;
  /** Why nothing can be said, in a sentence, where that is so. */
  to(agent: Pick<Agent, "id" | "backend">): Speaker | string;
}

export const createSpeakers = ({ panes, owned }: { panes: AgentPanes; owned: OwnedAgents }): Speakers => ({
  reaches: (agentId) => owned.of(agentId) !== null || typeof panes.of(agentId) !== "string",
  to({ id, backend }) {
    const own = owned.of(id);
    if (own !== null) return overProtocol(own);
    const pane = panes.of(id);
    if (typeof pane === "string") return pane;
    const input = adapterOf(backend)?.input;
    return input === undefined ? "the input of this CLI is not known" : byKeys(pane, input);
  },
});

const byKeys = (pane: AgentPane, input: TerminalInput): Speaker => ({
  whyNot: (saying) =>
    pane.use(async (keys) => whyNotTyped(await keys.screen(), { input, ...saying })).catch(messageOf),
  say: (saying, until) =>
    pane.use((keys) => typeText({ pane: keys, input, ...saying, until })).catch(refused),
  interrupt: (words) =>
    pane.use(async (keys) => {
      const another = whyAnotherSession(await keys.screen(), input, words);
      if (another !== null) throw new Error(another);
      return interruptBy(keys, input);
    }),
});

/** A CLI reads what it is told at once. */
const readsWithinMs = 10_000;

const overProtocol = (own: OwnedAgent): Speaker => ({
  whyNot: async ({ interrupt }) => (own.isBusy() && !interrupt ? "the agent is at work" : null),
  async say({ text, interrupt }) {
    if (interrupt && (await own.interrupt()) === "unseen")
      return { kind: "refused", why: "the agent is at work still" };
    if (own.isBusy()) return { kind: "refused", why: "the agent is at work" };
    const isSaid = await Promise.race([own.say(text), pause(readsWithinMs, null)]);
    if (isSaid === null) return { kind: "unknown", problem: "it was handed over, and its CLI does not read" };
    return isSaid ? { kind: "sent", problem: null } : { kind: "refused", why: "it reads nothing any more" };
  },
  interrupt: () => own.interrupt(),
});

const refused = (error: unknown): Typed => ({ kind: "refused", why: messageOf(error) });
