import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { AnswersService } from "./answers.service.ts";

/** An answer is on its way for milliseconds; after this long its server must have gone. */
const onItsWayMs = 30_000;

export const giveUpLoop = (
  service: Pick<AnswersService, "giveUpBefore">,
  clock: Clock,
  everyMs = 10_000,
): Loop => ({
  name: "answers on their way",
  summary: "Opens questions again whose answer was on its way when a server went",
  alone: true,
  async run(signal) {
    while (!signal.aborted) {
      await service.giveUpBefore(new Date(clock.now().getTime() - onItsWayMs));
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  },
});
