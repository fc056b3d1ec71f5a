import { randomUUID } from "node:crypto";
import { type HookBody, hookSession } from "@signalbox/testkit/hook-session";
import { type Dice, pick } from "@signalbox/testkit/seeded";
import { errands, type Trace } from "./errands.ts";
import type { MortalServer } from "./mortal-server.ts";

/** How a session names its signals: every one by a header, or only those that have no id of the CLI's own. */
export type Naming = "all by header" | "tools by their own ids";

/** A session with what it sent and what that must have left. */
export interface Sent extends Trace {
  sessionId: string;
  ended: boolean;
  /** The correlation id of its first hook, where one try was enough. */
  beganAs?: string | undefined;
  children: Trace[];
  /** The identities of all its signals, its children's too, in the order they were sent. */
  identities: string[];
}

export interface SessionOptions {
  server: MortalServer;
  dice: Dice;
  naming: Naming;
  ends: boolean;
  /** Whether there is more to do. */
  goesOn(): boolean;
}

/** Works like a CLI: one errand after another, each hook sent once the one before was acknowledged. */
export async function workThrough(options: SessionOptions): Promise<Sent> {
  const { server, dice, naming, ends, goesOn } = options;
  const session = hookSession({ sessionId: randomUUID() });
  const sent: Sent = {
    sessionId: session.sessionId,
    ended: ends,
    outcomes: [],
    turns: [],
    questions: [],
    children: [],
    identities: [],
  };
  const send = async (hook: HookBody) => {
    const { headers, identity } = nameOf(hook, naming);
    const delivered = await server.deliver(JSON.stringify(hook), headers);
    sent.identities.push(identity);
    return delivered;
  };
  const { tries, correlationId } = await send(session.started());
  if (tries === 1) sent.beganAs = correlationId;
  while (goesOn()) {
    const errand = pick(dice, errands)(session, dice);
    for (const hook of errand.hooks) await send(hook);
    sent.outcomes.push(...errand.outcomes);
    sent.turns.push(...errand.turns);
    sent.questions.push(...errand.questions);
    sent.children.push(...errand.children);
  }
  if (ends) await send(session.ended());
  return sent;
}

function nameOf(hook: HookBody, naming: Naming): { headers: Record<string, string>; identity: string } {
  if (naming === "tools by their own ids" && typeof hook.tool_use_id === "string") {
    return { headers: {}, identity: `${hook.hook_event_name}:${hook.tool_use_id}` };
  }
  const id = randomUUID();
  return { headers: { "x-signalbox-signal-id": id }, identity: `id:${id}` };
}
