// Shows what is pushed to this browser, and answers by its buttons. It keeps by which address it is told, and nothing else.
const failed = "It could not be answered from here";

self.addEventListener("push", (event) => {
  if (event.data === null) return;
  event.waitUntil(Promise.all([show(event.data.json()), remember()]));
});

self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  notification.close();
  const button = notification.data.buttons.find(({ decision }) => decision === action);
  event.waitUntil(button === undefined ? open(notification.data.url) : answer(button.token, notification));
});

self.addEventListener("activate", (event) => event.waitUntil(remember()));

self.addEventListener("message", (event) => {
  if (event.data?.kind === "subscribed" || event.data?.kind === "opened") event.waitUntil(remember());
});

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

const kept = "signalbox-push";
const keptAt = new URL("push-subscription", self.registration.scope).href;

/** Some browsers renew a subscription and don't say which one it was. What the server was not told is told now. */
async function remember() {
  if ((await remembered()).pending) return renew({});
  const subscription = await self.registration.pushManager.getSubscription().catch(() => null);
  if (subscription !== null) await keep(subscription);
}

/** `pending`: the address that the server knows, which is not the subscription's any more. */
async function keep({ endpoint, options }, pending = null) {
  const key = options?.applicationServerKey ?? null;
  const bytes = key === null ? null : [...new Uint8Array(key)];
  const known = { endpoint: pending ?? endpoint, key: bytes, pending: pending !== null };
  await (await caches.open(kept)).put(keptAt, new Response(JSON.stringify(known)));
}

async function remembered() {
  const response = await (await caches.open(kept)).match(keptAt);
  return response === undefined ? { endpoint: null, key: null, pending: false } : response.json();
}

/** The server sends to the new address from now on: that it is the same browser, the old one shows. */
async function renew({ oldSubscription, newSubscription }) {
  const before = await remembered();
  // The server may have missed a renewal before: it knows what it was told last.
  const endpoint = before.pending ? before.endpoint : (oldSubscription?.endpoint ?? before.endpoint);
  if (endpoint === null) return;
  const subscription = newSubscription ?? (await subscribeAnew(oldSubscription, before));
  if (subscription === null) return;
  await keep(subscription, endpoint);
  const reply = await fetch(new URL("api/notifications/renewals", self.registration.scope), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoint, subscription: subscriptionOf(subscription) }),
  }).catch(() => undefined);
  // It is tried again later, unless the server says that it knows no such address.
  const isHeard = reply !== undefined && reply.status < 500 && reply.status !== 429;
  if (isHeard) await keep(subscription);
}

async function subscribeAnew(oldSubscription, { key }) {
  const known = oldSubscription?.options?.applicationServerKey ?? (key === null ? null : new Uint8Array(key));
  if (known === null) return self.registration.pushManager.getSubscription();
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: known });
}

const subscriptionOf = (subscription) => {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
};

function show({ title, body, tag, url, buttons = [] }) {
  return self.registration.showNotification(title, {
    body,
    tag,
    icon: "icon-192.png",
    renotify: true,
    requireInteraction: buttons.length > 0,
    data: { url, tag, buttons },
    actions: buttons.map(({ decision }) => ({
      action: decision,
      title: decision === "allow" ? "Allow" : "Deny",
    })),
  });
}

/** What a notification names is opened at this origin alone. */
async function open(address) {
  const { pathname, search } = new URL(address);
  const url = new URL(pathname + search, self.location.origin).href;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((each) => each.url.startsWith(self.registration.scope));
  if (page === undefined) return self.clients.openWindow(url);
  await page.focus();
  page.postMessage({ kind: "open", path: pathname + search });
}

async function answer(token, { title, data }) {
  const subscription = await self.registration.pushManager.getSubscription();
  const reply = await fetch(new URL("api/notifications/answers", self.registration.scope), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, endpoint: subscription === null ? "" : subscription.endpoint }),
  }).catch(() => undefined);
  if (reply?.ok) return;
  const problem = reply === undefined ? undefined : await reply.json().catch(() => undefined);
  const detail = problem === undefined ? "Signalbox did not answer" : problem.detail;
  await show({ ...data, title: failed, body: `${title}. ${detail ?? ""}`, buttons: [] });
}
