import { AppError } from "../kernel/errors.ts";
import { randomShare } from "../kernel/ids.ts";
import type { Auth } from "../modules/auth/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import { createSubscribers, type SubscribersModule } from "../modules/subscribers/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import { createOutbound } from "../platform/outbound/outbound.ts";
import { openVault } from "../platform/vault/vault.ts";
import type { botsOver } from "./bots.ts";
import type { Platform } from "./platform.ts";

interface Around {
  events: EventLog;
  auth: Pick<Auth, "api">;
  projects: Pick<Projects, "api">;
  bots: Pick<ReturnType<typeof botsOver>, "api" | "bots">;
}

/** Those elsewhere that are told of events. */
export const subscribersOver = (
  { config, db, clock, log }: Platform,
  { events, auth, projects, bots }: Around,
): SubscribersModule =>
  createSubscribers({
    ...{ db, events, clock, log: log.child({ part: "subscribers" }), chance: randomShare },
    ...{ audit: auth.api.audit, refuseWatchedAgent: auth.api.refuseWatchedAgent },
    ...{ vault: openVault(config.vault), outbound: createOutbound({ allowed: config.outboundNetworks }) },
    runs: config.role !== "api" && !config.demo,
    ...{ project: projects.api.get, bot: bots.bots.get },
    execution: (id) =>
      bots.api.get(id).then(
        ({ bot, projectId }) => ({ botId: bot.id, projectId }),
        (error: unknown) => {
          if (error instanceof AppError && error.kind === "not_found") return null;
          throw error;
        },
      ),
  });
