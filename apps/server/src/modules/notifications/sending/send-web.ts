import type { Clock } from "../../../kernel/clock.ts";
import type { Outbound } from "../../../platform/outbound/outbound.ts";
import { webhookHeaders } from "../../../platform/outbound/signed-webhook.ts";
import type { Message } from "./message.ts";
import { outcomeOf, type Send } from "./sender.ts";

interface Means {
  outbound: Pick<Outbound, "post">;
  clock: Clock;
}

const json = { "content-type": "application/json" };
const priorities = {
  permission: 4,
  plan: 4,
  question: 4,
  failed: 4,
  rate_limited: 3,
  bot: 3,
  silence: 3,
  finished: 3,
};

/** https://docs.ntfy.sh/publish: the JSON form, since headers take no letters beyond ASCII. */
export const sendNtfy =
  ({ outbound, clock }: Means): Send<"ntfy"> =>
  async ({ server, topic, token }, message, signal) => {
    const reply = await outbound.post({
      url: server,
      headers: { ...json, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({
        topic,
        title: message.title,
        message: message.body,
        click: message.url,
        priority: priorityOf(message),
      }),
      signal,
    });
    return outcomeOf(reply, clock.now());
  };

const levels = { low: 2, usual: 3, high: 5 };
const priorityOf = ({ level, reason }: Message): number =>
  level === null ? (reason === null ? 3 : priorities[reason]) : levels[level];

/** Slack reads `<`, `>` and `&` as its own marks. */
const slackText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const sendSlack =
  ({ outbound, clock }: Means): Send<"slack"> =>
  async ({ url }, message, signal) => {
    const [title, body] = [slackText(message.title), slackText(message.body)];
    const section = { type: "section", text: { type: "mrkdwn", text: `*${title}*\n${body}` } };
    const link = { type: "section", text: { type: "mrkdwn", text: `<${message.url}|Open in Signalbox>` } };
    const text = `${title}: ${body}`;
    const reply = await outbound.post({
      url,
      headers: json,
      body: JSON.stringify({ text, blocks: [section, link], unfurl_links: false }),
      signal,
    });
    return outcomeOf(reply, clock.now());
  };

/** https://www.standardwebhooks.com */
export const sendWebhook =
  ({ outbound, clock }: Means): Send<"webhook"> =>
  async ({ url, secret }, message, signal) => {
    const now = clock.now();
    const body = JSON.stringify(payloadOf(message));
    const secrets = secret === undefined ? [] : [secret];
    const headers = webhookHeaders({ id: message.id, at: now, body, secrets });
    const reply = await outbound.post({ url, headers, body, signal });
    return outcomeOf(reply, now);
  };

const payloadOf = ({ id, kind, reason, title, body, url, at, agentId, questionId, level }: Message) => ({
  type: "notification.delivered",
  timestamp: at.toISOString(),
  data: { id, kind, reason, title, body, url, agentId, questionId, level },
});
