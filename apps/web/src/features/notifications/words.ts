import type { ChannelKind, NotificationReason } from "@signalbox/contract/notification-channels";
import type { NotificationDelivery } from "@signalbox/contract/notifications";

export const reasonWords: Readonly<Record<NotificationReason, string>> = {
  permission: "Asks for permission",
  plan: "Has a plan to approve",
  question: "Asks a question",
  failed: "Has failed",
  rate_limited: "Is at a rate limit",
  bot: "Is told by a bot",
  silence: "Is silent for long",
  finished: "Is done",
};

export const kindWords: Readonly<Record<ChannelKind, string>> = {
  web_push: "Push",
  desktop: "Open page",
  ntfy: "ntfy",
  slack: "Slack",
  webhook: "Webhook",
  email: "E-mail",
};

const stateWords: Readonly<Record<NotificationDelivery["state"], string>> = {
  waiting: "Waiting",
  sent: "Sent",
  failed: "Failed",
  dropped: "Not sent",
  gathered: "Told together",
};

/** What became of a delivery, in a word or two. */
export const becameOf = ({
  channelKind,
  state,
}: Pick<NotificationDelivery, "channelKind" | "state">): string =>
  channelKind === "desktop" && state === "sent" ? "Shown on open pages" : stateWords[state];

/** What a delivery was about, in one line. */
export const aboutDelivery = ({ kind, reason, agentTitle }: NotificationDelivery): string => {
  if (kind === "test") return "A test";
  if (kind === "digest" || reason === null) return "Several together";
  const what = kind === "reminder" ? `${reasonWords[reason]}, again` : reasonWords[reason];
  return agentTitle === null ? what : `${what}: ${agentTitle}`;
};
