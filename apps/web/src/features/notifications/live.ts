import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { knownDeviceId } from "./device-id.ts";
import { notificationKeys } from "./keys.ts";

/** Channels and what they sent are fetched anew; what is for this browser's open page is shown. */
export const followNotifications = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type.startsWith("notification_channel.")) refresher.refresh(notificationKeys.channels);
  if (event.type.startsWith("notification.")) refresher.refresh(notificationKeys.deliveries);
  if (event.type === "notification.delivered") showHere(event);
};

/** Fetched when it is first wanted. Of a page that is older than its server by then it is said at least that something came. */
const showHere = (event: EventEnvelope) =>
  void import("./show-here.ts")
    .then((part) => part.showHere(event))
    .catch(() => {
      if (knownDeviceId() === null || !("Notification" in window) || Notification.permission !== "granted")
        return;
      new Notification("Signalbox", {
        body: "Something needs you: reload the page to see it",
        tag: "signalbox-old",
      });
    });
