import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { answersRoutes } from "./answers.routes.ts";
import { type AnswersOptions, createAnswersService } from "./answers.service.ts";
import { giveUpLoop } from "./give-up.ts";
import { HeldRequests } from "./held-requests.ts";
import { type AskingHook, holdHook } from "./hold-hook.ts";
import { releaseClosed } from "./release-closed.ts";

export interface AnswersModuleOptions extends Omit<AnswersOptions, "held"> {
  events: Pick<EventLog, "range" | "follow">;
  log: Logger;
}

export interface Answers {
  api: {
    /** Holds a hook that asks until its question is answered or closed; the reply's body, or null for none. */
    hold(hook: AskingHook): Promise<unknown>;
  };
  routes: MountedRoute[];
  services: Service[];
  loops: Loop[];
}

/** What people answer to agents, and how it reaches them. */
export function createAnswers({ events, log, ...options }: AnswersModuleOptions): Answers {
  const held = new HeldRequests();
  const service = createAnswersService({ ...options, held });
  return {
    api: { hold: holdHook(options.agents, held) },
    routes: answersRoutes(service),
    services: [releaseClosed({ events, held, log })],
    loops: [giveUpLoop(service, options.clock)],
  };
}
