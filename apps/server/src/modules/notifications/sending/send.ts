import type { Clock } from "../../../kernel/clock.ts";
import type { Outbound } from "../../../platform/outbound/outbound.ts";
import type { ChannelSettings } from "../channels/settings.ts";
import type { Keys } from "../keeping/key-folder.ts";
import type { Message } from "./message.ts";
import { sendEmail } from "./send-email.ts";
import { sendPush } from "./send-push.ts";
import { sendNtfy, sendSlack, sendWebhook } from "./send-web.ts";
import type { Outcome } from "./sender.ts";

export interface SendOptions {
  outbound: Outbound;
  clock: Clock;
  keys: Pick<Keys, "push">;
  origin(): string;
}

/** Push services want a way to whoever sends; an address of this machine is none. */
const contactOf = (origin: string): string =>
  origin.startsWith("https://") ? origin : "mailto:signalbox@localhost.localdomain";

/** Sends by whatever kind of channel. */
export const createSend = ({ outbound, clock, keys, origin }: SendOptions) => {
  const means = { outbound, clock };
  const push = sendPush({ ...means, keys, contact: () => contactOf(origin()) });
  const ntfy = sendNtfy(means);
  const slack = sendSlack(means);
  const webhook = sendWebhook(means);
  const email = sendEmail(outbound);
  return async (settings: ChannelSettings, message: Message, signal: AbortSignal): Promise<Outcome> => {
    switch (settings.kind) {
      case "web_push":
        return push(settings, message, signal);
      case "desktop":
        // The event that tells it was sent is what the open page shows it by.
        return { kind: "sent" };
      case "ntfy":
        return ntfy(settings, message, signal);
      case "slack":
        return slack(settings, message, signal);
      case "webhook":
        return webhook(settings, message, signal);
      case "email":
        return email(settings, message, signal);
    }
  };
};
