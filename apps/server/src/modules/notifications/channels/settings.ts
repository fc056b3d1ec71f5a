import { NewChannel, type NewChannel as Settings } from "@signalbox/contract/notification-channels";
import { hashHex } from "../../../kernel/ids.ts";

export type ChannelSettings = Settings;

/** What is sealed of a channel: all it takes to reach it. */
export const writeSettings = (settings: ChannelSettings): string => JSON.stringify(settings);

export const readSettings = (text: string): ChannelSettings => NewChannel.parse(JSON.parse(text));

/** By what a browser's channel is found: its address is long and random, and a digest tells nothing of it. */
export const digestOf = (
  settings:
    | Exclude<ChannelSettings, { kind: "web_push" }>
    | { kind: "web_push"; subscription: { endpoint: string } },
): string | null => (settings.kind === "web_push" ? hashHex(settings.subscription.endpoint) : null);

/** Where a channel leads, as people may see it. An address that is a secret itself shows its host alone. */
export function targetOf(settings: ChannelSettings): string {
  switch (settings.kind) {
    case "web_push":
      return new URL(settings.subscription.endpoint).host;
    case "desktop":
      return "This browser, while a page is open";
    case "ntfy":
      return new URL(settings.server).host;
    case "slack":
    case "webhook":
      return new URL(settings.url).host;
    case "email":
      return settings.to;
  }
}

/** The host that a channel makes the server connect to. */
export function hostOf(settings: ChannelSettings): string | null {
  switch (settings.kind) {
    case "web_push":
      return new URL(settings.subscription.endpoint).hostname;
    case "desktop":
      return null;
    case "ntfy":
      return new URL(settings.server).hostname;
    case "slack":
    case "webhook":
      return new URL(settings.url).hostname;
    case "email":
      return settings.host;
  }
}
