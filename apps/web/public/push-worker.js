// Shows what is pushed to this browser, and answers by its buttons. It keeps nothing and caches nothing.
const failed = "It could not be answered from here";

self.addEventListener("push", (event) => {
  if (event.data !== null) event.waitUntil(show(event.data.json()));
});

self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  notification.close();
  const button = notification.data.buttons.find(({ decision }) => decision === action);
  event.waitUntil(button === undefined ? open(notification.data.url) : answer(button.token, notification));
});

// A browser that renews its subscription by itself is told of by the page, the next time it is opened.

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
