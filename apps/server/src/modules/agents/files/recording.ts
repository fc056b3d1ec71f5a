import type { Agent } from "@signalbox/contract/agents";
import type { HeardHook } from "../reading/agent-signals.repository.ts";
import { pagesOf } from "./pages.ts";
import type { Told } from "./told.ts";

export interface RecordingSources {
  /** Hooks of the session and of the agents it started, as they came. */
  hooks(after: string | undefined, limit: number): Promise<readonly HeardHook[]>;
  /** What was told of the agent; lines are those of the hooks with these ids. */
  told(lineOf: ReadonlyMap<string, number>): Promise<Told>;
}

const atOnce = 100;

/** A home folder has its owner's name. */
const homes = /\/(?:home|Users)\/[^/"\\\s]+/g;

const neutral = (json: string): string => json.replace(homes, "/home/user");

/**
 * What was heard and what was told of it, as a recording that the tests of Signalbox can replay: a line for each hook, and
 * what they gave. Whoever found a state wrong corrects what is expected, and has a test.
 */
export async function* asRecording(
  { hooks, told }: RecordingSources,
  agent: Pick<Agent, "id" | "backend">,
): AsyncGenerator<string> {
  const lineOf = new Map<string, number>();
  let begun: number | null = null;
  yield `{"format":"signalbox-recording","version":1,"backend":"${agent.backend}","lines":[`;
  for await (const page of pagesOf(atOnce, (last: HeardHook | undefined) => hooks(last?.id, atOnce))) {
    for (const { id, receivedAt, payload } of page) {
      begun ??= receivedAt.getTime();
      const line = { t_ms: receivedAt.getTime() - begun, via: "http", payload };
      yield `${lineOf.size === 0 ? "\n" : ",\n"}${neutral(JSON.stringify(line))}`;
      lineOf.set(id, lineOf.size);
    }
  }
  yield `],\n"expected":${neutral(JSON.stringify(await told(lineOf), null, 1))}}\n`;
}
