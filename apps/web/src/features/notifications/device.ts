import { getPushKey } from "@signalbox/contract/notifications";
import { api } from "../../lib/api.ts";
import { basePath } from "../../lib/base.ts";
import { deviceId } from "./device-id.ts";
import type { NewChannelInput } from "./queries.ts";

export const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in window;
export const canNotify = (): boolean => "Notification" in window && window.isSecureContext;

export class Denied extends Error {
  constructor() {
    super("This browser does not let Signalbox notify; its settings for this address can allow it");
  }
}

const askPermission = async (): Promise<void> => {
  if ((await Notification.requestPermission()) !== "granted") throw new Denied();
};

/** What this browser is called among one's channels. */
const deviceName = (): string => {
  const agent = navigator.userAgent;
  const name = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
      ? "Firefox"
      : /Chrom(?:e|ium)\//.test(agent)
        ? "Chrome"
        : /Safari\//.test(agent)
          ? "Safari"
          : "Browser";
  return /Mobile|Android|iPhone/.test(agent) ? `${name} on this phone` : `${name} on this computer`;
};

/** Subscribes this browser: the channel that a push service delivers to, page or no page. */
export const subscribePush = async (): Promise<NewChannelInput> => {
  await askPermission();
  const scope = basePath();
  await navigator.serviceWorker.register(`${scope}push-worker.js`, { scope });
  const registration = await navigator.serviceWorker.ready;
  const { publicKey } = await api.call(getPushKey);
  const wanted = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  const subscription = await registration.pushManager.subscribe(wanted);
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined)
    throw new Error("This browser gave no address to push to");
  // It keeps by which address it is told: its browser may renew that with no page open.
  registration.active?.postMessage({ kind: "subscribed" });
  return {
    ...{ kind: "web_push", name: deviceName(), deviceId: deviceId() },
    subscription: { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } },
  };
};

/** The channel of the open page alone. */
export const desktopChannel = async (): Promise<NewChannelInput> => {
  await askPermission();
  return { kind: "desktop", name: deviceName(), deviceId: deviceId() };
};

/** Ends what this browser has with its push service. */
export const unsubscribePush = async (): Promise<void> => {
  if (!canPush()) return;
  const registration = await navigator.serviceWorker.getRegistration(basePath());
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
};

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
};
