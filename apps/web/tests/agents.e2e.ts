import { withPersona } from "@signalbox/contract/persona-block";
import { type Box, expect, type Page, test } from "./box.ts";

/** Shows a project of `count` silent sessions, and of one more that is the newest. */
const openCrowd = async (box: Box, page: Page, { project, count }: { project: string; count: number }) => {
  for (let session = 0; session < count; session += 1) await box.hear(box.session(project).started());
  const newest = box.session(project);
  await box.hear(newest.prompted("p1", "Newest of all"));
  const { items } = await (await box.server.fetch("/api/projects?limit=200")).json();
  const { id } = items.find(({ name }: { name: string }) => name === project);
  await page.goto(`${box.server.url}/agents?projectId=${id}`);
  return newest;
};

/** Further pages arrive when the test says so. */
const holdFurtherPages = async (page: Page) => {
  const arrive = Promise.withResolvers<void>();
  await page.route("**/api/agents?*cursor=*", async (route) => {
    await arrive.promise;
    await route.continue();
  });
  return arrive.resolve;
};

test("what an agent does while more of the list is on its way is still shown when that arrives", async ({
  box,
  signedIn: page,
}) => {
  const newest = await openCrowd(box, page, { project: "crowded", count: 50 });
  const row = page.getByRole("row").filter({ hasText: "Newest of all" });
  await expect(row).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(1 + 50);

  const arrive = await holdFurtherPages(page);
  await page.getByRole("button", { name: "Load more" }).click();
  await box.hear({ ...newest.started("compact"), model: "claude-of-tomorrow" });
  await expect(row).toContainText("claude-of-tomorrow");
  arrive();
  await expect(page.getByRole("row")).toHaveCount(1 + 51);
  await expect(row).toContainText("claude-of-tomorrow");
});

test("an agent that ended says so and how, in the list, on its card and on its page, however long its title", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const title = `Long ${"and longer ".repeat(30)}`.trim();
  for (const body of [session.prompted("p1", title), session.stopped("p1", "Done.")]) await box.hear(body);
  await page.goto(`${box.server.url}/agents`);
  const row = page.getByRole("row").filter({ hasText: "Long and longer" });
  await expect(row.getByRole("cell").first()).toHaveText("Complete");

  await box.hear(session.ended());
  await expect(row.getByRole("cell").first()).toHaveText("Ended: exited");
  await row.getByRole("link", { name: /Long and longer/ }).click();
  const drawer = page.getByRole("dialog", { name: "Agent", exact: true });
  await expect(drawer.locator(".agent__head .state--ended")).toHaveText("Ended: exited");
  await drawer.getByRole("button", { name: "How it ended" }).click();
  const why = page.getByRole("dialog", { name: "Why it shows this state" });
  await expect(why).toContainText("left in its terminal");
  await expect(why).toContainText("Complete since");

  await page.goto(`${box.server.url}/?view=board`);
  await expect(page.getByRole("link", { name: /Long and longer/ })).toContainText("Ended: exited");
});

test("a phone has room to say how an agent ended as well", async ({ box, signedIn: page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const session = box.session();
  for (const body of [
    session.prompted("p1", "Cleared away"),
    session.stopped("p1", "Done."),
    session.ended("clear"),
  ]) {
    await box.hear(body);
  }
  await page.goto(`${box.server.url}/agents?live=false`);
  const row = page.getByRole("row").filter({ hasText: "Cleared away" });
  await expect(row).toContainText("Ended");
  await expect(row.getByText(/^cleared · /)).toBeVisible();

  // A child that did its work shows as complete; that it ended stands below its title, not beside it.
  const parent = box.session();
  await box.hear(parent.prompted("p1", "Have it looked at"));
  await box.hear(parent.childStarted("p1", "looks-at-it"));
  await box.hear(parent.childStopped("p1", "looks-at-it", "Looked."));
  const child = page.getByRole("row").filter({ hasText: "Complete" }).first();
  await expect(child.getByText(/^ended · /)).toBeVisible();
  await expect(child.getByText("· ended", { exact: true })).toBeHidden();
});

test("by keyboard, the list goes on at the first row that was loaded", async ({ box, signedIn: page }) => {
  await openCrowd(box, page, { project: "crowded-too", count: 51 });
  const arrive = await holdFurtherPages(page);
  await page.getByRole("button", { name: "Load more" }).press("Enter");
  await expect(page.getByRole("button", { name: "Loading…" })).toBeFocused();
  arrive();
  await expect(page.getByRole("row")).toHaveCount(1 + 52);
  await expect(page.getByRole("row").nth(1 + 50)).toBeFocused();
});

test("Escape closes what is open, else leads back to where one came from", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("harbour");
  await box.hear(session.prompted("p1", "Dredge the harbour"));
  await box.hear(session.stopped("p1", "Dredged."));
  const { items } = await (await box.server.fetch("/api/projects?limit=200")).json();
  const { id } = items.find(({ name }: { name: string }) => name === "harbour");
  const heading = page.getByRole("heading", { name: "Dredge the harbour", level: 1 });

  const list = `${box.server.url}/agents?projectId=${id}`;
  await page.goto(list);
  await page.getByRole("row").getByRole("link", { name: "Dredge the harbour" }).click();
  await page.getByRole("link", { name: "Open page" }).click();
  await expect(page).toHaveURL(/\/agents\/[\w-]+$/);
  // What was looked at on its page meanwhile is no place that one came from.
  await page.getByRole("button", { name: "Timeline" }).click();
  await page.getByRole("group", { name: "Commands" }).getByRole("button").click();
  await expect(page).toHaveURL(/turn=/);
  await page.getByRole("button", { name: /^Find/ }).click();
  await page.getByRole("button", { name: "Close the search" }).focus();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("search")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Find/ })).toBeFocused();
  await expect(heading).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(`/agents\\?projectId=${id}&agent=`));
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(list);

  await page.goto(`${box.server.url}/projects/${id}`);
  await page
    .getByRole("region", { name: "Lately" })
    .getByRole("link", { name: "Dredge the harbour" })
    .first()
    .click();
  await expect(heading).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${box.server.url}/projects/${id}`);

  await page.goto(`${box.server.url}/search?q=Dredge`);
  await page.getByRole("region", { name: "Found" }).getByRole("link").first().click();
  await expect(heading).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/search\?q=Dredge/);
});

test("Escape leads back, never forward, also after the browser's own Back", async ({
  box,
  signedIn: page,
}) => {
  const [one, other] = [box.session("sluice"), box.session("sluice")];
  for (const [session, words] of [
    [one, "Grease the sluice"],
    [other, "Paint the sluice"],
  ] as const) {
    await box.hear(session.prompted("p1", words));
    await box.hear(session.stopped("p1", "Done."));
  }
  const heading = (name: string) => page.getByRole("heading", { name, level: 1 });
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("row").getByRole("link", { name: "Grease the sluice" }).click();
  await page.getByRole("link", { name: "Open page" }).click();
  await page.getByRole("button", { name: "Timeline" }).click();
  await page.getByRole("group", { name: "Commands" }).getByRole("button").click();
  await expect(page).toHaveURL(/turn=/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Paint the sluice");
  await page
    .getByRole("option", { name: /Paint the sluice/ })
    .first()
    .click();
  await expect(heading("Paint the sluice")).toBeVisible();
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await page.goBack();
  await expect(heading("Grease the sluice")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/\/agents(\?.*)?$/, { timeout: 1_000 });
  }).toPass();
  expect(loads).toBe(0);
});

test("Escape on a page that one came to by its address leads to the list", async ({
  box,
  signedIn: page,
}) => {
  await box.hear(box.session().prompted("p1", "Come by its address"));
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find(({ title }: { title: string }) => title === "Come by its address");
  await page.goto(`${box.server.url}/agents/${id}`);
  await expect(page.getByRole("heading", { name: "Come by its address", level: 1 })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${box.server.url}/agents`);
});

test("every part of an agent is in sight on a phone, and the form of a view fits beside the filters", async ({
  box,
  signedIn: page,
}) => {
  await box.hear(box.session().prompted("p1", "Look at all of it"));
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find(({ title }: { title: string }) => title === "Look at all of it");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/agents/${id}`);
  const tabs = page.getByRole("navigation", { name: "Parts of the agent" });
  for (const name of ["Conversation", "Timeline", "Changed files", "Signals", "Evidence"])
    await expect(tabs.getByRole("button", { name })).toBeInViewport({ ratio: 0.95 });

  await page.setViewportSize({ width: 1280, height: 740 });
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  const form = page.getByRole("form", { name: "Save a view" });
  await expect(form.getByRole("textbox")).toBeFocused();
  const [around, within] = [await page.locator(".pagehead").boundingBox(), await form.boundingBox()];
  expect((within?.x ?? 0) + (within?.width ?? 0)).toBeLessThanOrEqual(
    (around?.x ?? 0) + (around?.width ?? 0),
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  expect(await form.getByRole("textbox").evaluate((field) => field.clientWidth)).toBeLessThan(300);
});

test("on a phone an agent's title has a line of its own, and everything of its header is within reach", async ({
  box,
  signedIn: page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  // One in a terminal that is known: it can be attached to, ended and restarted.
  await page.route("**/api/agents/*/pane", async (route) => {
    const reply = await route.fetch();
    const attach = { socket: "/tmp/tmux", session: "it", pane: "%1", command: "tmux attach" };
    await route.fulfill({ json: { ...(await reply.json()), attach, endsGently: true, unreachable: null } });
  });
  const session = box.session();
  await box.hear(session.prompted("p1", "Water the beans before noon"));
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("link", { name: "Water the beans before noon" }).click();

  const isWhole = async (names: readonly string[]) => {
    await expect(page.getByRole("button", { name: "Attach" })).toBeVisible();
    const head = page.locator(".agent__head");
    const title = await head.getByRole("heading", { level: 1 }).boundingBox();
    expect(title?.width).toBeGreaterThan(180);
    const left = title?.x ?? 0;
    expect((await head.getByRole("button", { name: "Attach" }).boundingBox())?.x).toBe(left);
    for (const name of names) {
      const box = await head.getByRole("button", { name }).or(head.getByRole("link", { name })).boundingBox();
      expect(box?.x, name).toBeGreaterThanOrEqual(left);
      expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(360 - 12);
    }
    expect(await page.locator(".agent").evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(360);
  };
  await isWhole(["End", "Restart", "More", "Open page", "Close"]);
  await page.getByRole("link", { name: "Open page" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await isWhole(["End", "Restart", "More"]);
  await page.getByRole("navigation", { name: "Parts of the agent" }).getByText("Signals").click();
  await isWhole(["End", "Restart", "More"]);
});

test("a prompt is shown as it was asked, without the persona that its CLI was told behind it", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const told = withPersona("Weed the beds", "You are Ada, gardener.\n\nLeave the poppies.");
  await box.hear(session.prompted("p1", told));
  await page.getByRole("link", { name: "Weed the beds" }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("heading", { level: 1 })).toHaveText("Weed the beds");
  await expect(drawer.locator(".said--user")).toHaveText("Weed the beds");
  await expect(drawer.getByText("persona")).toHaveCount(0);
});
