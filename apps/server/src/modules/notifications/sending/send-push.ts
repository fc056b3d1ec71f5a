import webPush from "web-push";
import type { Clock } from "../../../kernel/clock.ts";
import type { Outbound } from "../../../platform/outbound/outbound.ts";
import type { Keys } from "../keeping/key-folder.ts";
import type { Message } from "./message.ts";
import { outcomeOf, type Send } from "./sender.ts";

interface Means {
  outbound: Pick<Outbound, "post">;
  clock: Clock;
  keys: Pick<Keys, "push">;
  /** Whom a push service may turn to: an address of the web. */
  contact: () => string;
}

/** A question is of no use to anybody hours later. */
const lifeSeconds = 60 * 60;

/** Web Push (RFC 8030), encrypted for the browser alone (RFC 8291), signed by this server's key (RFC 8292). */
export const sendPush =
  ({ outbound, clock, keys, contact }: Means): Send<"web_push"> =>
  async ({ subscription }, message, signal) => {
    const details = webPush.generateRequestDetails(subscription, JSON.stringify(payloadOf(message)), {
      vapidDetails: { subject: contact(), ...(await keys.push()) },
      contentEncoding: "aes128gcm",
      TTL: lifeSeconds,
      urgency: message.questionId !== null || message.level === "high" ? "high" : "normal",
    });
    const { endpoint: url, headers, body } = details;
    const reply = await outbound.post({ url, headers: plain(headers), body, signal });
    if (reply.status === 404 || reply.status === 410)
      return { kind: "gone", why: "The browser takes no notifications from here any more" };
    return outcomeOf(reply, clock.now());
  };

/** What the service worker reads. */
const payloadOf = ({ id, title, body, url, questionId, agentId, kind, buttons }: Message) => ({
  ...{ id, title, body, url, kind, buttons },
  /** One of the same tag takes the place of the one before. */
  tag: questionId ?? agentId ?? id,
});

const plain = (headers: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
