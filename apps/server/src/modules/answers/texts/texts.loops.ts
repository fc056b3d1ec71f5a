import { setTimeout as pause } from "node:timers/promises";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import type { TextsOptions } from "./texts.options.ts";
import { findAgentsToTell, toldAtOnce } from "./texts.repository.ts";

/** A text is on its way for seconds; after this long its server must have gone. */
const onItsWayMs = 30_000;
const everyMs = 500;

interface Telling {
  tell(agentId: string): Promise<void>;
  strand(before: Date): Promise<void>;
}

/** Looks at what is queued: an agent that waits for input tells of it in more ways than one. */
export const tellingLoop = (
  { db, clock, speakers, log }: Pick<TextsOptions, "db" | "clock" | "speakers" | "log">,
  { tell, strand }: Telling,
): Loop => ({
  name: "texts",
  summary: "Sends what is queued for agents of this machine once they wait for input",
  alone: false,
  dispensable: true,
  async run(signal) {
    while (!signal.aborted) {
      await strand(new Date(clock.now().getTime() - onItsWayMs));
      for await (const agentId of waiting(db.read)) {
        if (!speakers.reaches(agentId)) continue;
        await tell(agentId).catch((error: unknown) =>
          log.warn({ err: error, agentId }, "a text was not sent"),
        );
      }
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  },
});

/** All of them: what is queued for agents that ended keeps nobody else's text. */
async function* waiting(read: Queryable): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const found: string[] = await findAgentsToTell(read, after);
    yield* found;
    after = found.at(-1) ?? null;
    if (found.length < toldAtOnce) return;
  }
}
