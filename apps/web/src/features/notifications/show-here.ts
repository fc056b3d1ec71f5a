import type { EventEnvelope } from "@signalbox/contract/event";
import { getDelivery, notificationDelivered } from "@signalbox/contract/notifications";
import { api } from "../../lib/api.ts";
import { basePath } from "../../lib/base.ts";
import { knownDeviceId } from "./device-id.ts";
import { type Shown, sortByAge, staleWords } from "./stale.ts";
import { aboutDelivery } from "./words.ts";

/** Shows what was delivered to this browser's open pages. */
export const showHere = ({ at, data }: EventEnvelope) => {
  const { channelKind, deviceId, deliveryId } = notificationDelivered.data.parse(data);
  if (channelKind !== "desktop" || deviceId !== knownDeviceId()) return;
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  gather({ deliveryId, at: Date.parse(at) });
};

/** What a page missed comes all at once when its computer wakes up. */
const gatherMs = 300;
let gathered: Shown[] = [];

const gather = (one: Shown) => {
  if (gathered.length === 0) setTimeout(showGathered, gatherMs);
  gathered.push(one);
};

const showGathered = () => {
  const { fresh, stale } = sortByAge(gathered, Date.now());
  gathered = [];
  // What can't be read now stands in the log of notifications, as what is told together does.
  for (const { deliveryId } of fresh) void show(deliveryId).catch(() => undefined);
  if (stale > 0) showTogether(stale);
};

const showTogether = (count: number) => {
  const shown = new Notification("Signalbox", { body: staleWords(count), tag: "signalbox-stale" });
  shown.onclick = () => {
    window.focus();
    window.location.assign(`${basePath()}settings/notifications`);
  };
};

const show = async (deliveryId: string): Promise<void> => {
  const delivery = await api.call(getDelivery, { params: { deliveryId } });
  // Every open tab shows it; of one tag there is one.
  const shown = new Notification("Signalbox", { body: aboutDelivery(delivery), tag: deliveryId });
  shown.onclick = () => {
    window.focus();
    if (delivery.agentId !== null) window.location.assign(`${basePath()}agents/${delivery.agentId}`);
  };
};
