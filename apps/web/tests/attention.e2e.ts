import { bash, expect, openBox, test } from "./box.ts";

test("the tab counts what waits, in its title and on its icon", async ({ page }) => {
  test.slow();
  const box = await openBox();
  await box.signIn(page);
  await expect(page).toHaveTitle("Now · Signalbox");
  const first = box.session();
  const call = bash("make");
  await box.hear(first.prompted("p1", "Build it"));
  await box.hear(first.permissionAsked("p1", call));
  await expect(page).toHaveTitle("(1) Now · Signalbox");
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", /^data:image\/svg.*%3E1%3C/);
  await expect(page.getByRole("status", { name: "What waits" })).toContainText("1 question waiting");

  const second = box.session();
  await box.hear(second.prompted("p1", "Build it too"));
  await box.hear(second.permissionAsked("p1", call));
  await expect(page).toHaveTitle("(2) Now · Signalbox");
  await page.goto(`${box.server.url}/welcome`);
  await expect(page).toHaveTitle("(2) Welcome · Signalbox");
  await page.goto(box.server.url);
  await box.hear(first.toolFinished("p1", call));
  await box.hear(second.toolFinished("p1", call));
  await expect(page).toHaveTitle("Now · Signalbox");
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", "/favicon.svg");
  await box.server.stop();
});

test("the whole walk works by keyboard alone", async ({ page }) => {
  test.slow();
  const box = await openBox();
  await box.signIn(page);
  for (const name of ["first", "second"]) {
    const session = box.session(`keys-${name}`);
    await box.hear(session.prompted("p1", `Do the ${name} thing`));
    await box.hear(session.permissionAsked("p1", bash(`make ${name}`)));
    await expect(page.getByRole("article").filter({ hasText: `make ${name}` })).toBeVisible();
  }
  const ask = (name: string) => page.getByRole("article").filter({ hasText: `keys-${name}` });
  await page.keyboard.press("n");
  await expect(ask("first")).toBeFocused();
  await expect(page).toHaveURL(/question=/);
  await page.keyboard.press("n");
  await expect(ask("second")).toBeFocused();
  await page.keyboard.press("k");
  await expect(ask("first")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("heading", { level: 1 })).toHaveText("Do the first thing");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Let new things in");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("second thing");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/agents\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Do the second thing");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Agents");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
  const row = page.getByRole("link", { name: "Do the first thing" });
  await expect(row).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(row).toBeFocused();
  await box.server.stop();
});

test("what is typed right behind the palette's key is not lost, and moves nothing behind it", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("typed-ahead");
  await box.hear(session.prompted("p1", "Join the knots"));
  await box.hear(session.permissionAsked("p1", bash("knot")));
  await expect(page.getByRole("article").filter({ hasText: "typed-ahead" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("join the knots");
  await expect(page.getByRole("combobox")).toHaveValue("join the knots");
  await expect(page).not.toHaveURL(/question=/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/agents\//);
});

test("levers are one stop for the tab key and pull by arrow and Enter", async ({ box, signedIn: page }) => {
  for (const name of ["a", "b"]) {
    const session = box.session(`levers-${name}`);
    await box.hear(session.prompted("p1", `Lever ${name}`));
    await box.hear(session.permissionAsked("p1", bash(`echo ${name}`)));
  }
  const lever = (name: string) => page.getByRole("toolbar").getByRole("button", { name: `levers-${name}` });
  // What comes while the frame is in use waits to be let in.
  await expect(lever("b")).toBeVisible();
  await lever("a").focus();
  await page.keyboard.press("ArrowRight");
  await expect(lever("b")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article").filter({ hasText: "levers-b" })).toBeFocused();
});

test("a question answered while one reads keeps its place until it is let go", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("held-question");
  const call = bash("make install");
  await box.hear(session.prompted("p1", "Install it"));
  await box.hear(session.permissionAsked("p1", call));
  const ask = page.getByRole("article").filter({ hasText: "held-question" });
  await ask.hover();
  await box.hear(session.toolFinished("p1", call));
  await expect(ask).toContainText("No longer waits");
  await page.keyboard.press(".");
  await expect(ask).toHaveCount(0);
});

test("today began at midnight where the browser is", async ({ box, browser }) => {
  const timeZone = "Pacific/Auckland";
  const page = await (await browser.newContext({ timezoneId: timeZone })).newPage();
  const asked = page.waitForRequest((request) => request.url().includes("/api/status?"));
  await box.signIn(page);
  const since = new Date(new URL((await asked).url()).searchParams.get("since") ?? "");
  const there = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" });
  const today = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short" }).format(new Date());
  expect(there.format(since)).toBe(`${today}, 00:00`);
  await page.context().close();
});

test("Now marks what is new since this browser looked, until all of it is seen", async ({ page }) => {
  test.slow();
  const box = await openBox();
  const [known, other] = [box.session("known"), box.session("other")];
  await box.hear(known.prompted("p1", "Known from before"));
  await box.signIn(page);
  const card = (title: string) => page.getByRole("link").filter({ hasText: title }).first();
  await expect(card("Known from before")).toBeVisible();
  const mark = page.getByRole("button", { name: /new.*mark all as seen/ });
  await expect(mark).toHaveCount(0);

  await box.hear(other.prompted("p1", "Came while nobody looked"));
  await expect(card("Came while nobody looked")).toContainText("New since you looked");
  await expect(card("Known from before")).not.toContainText("New since you looked");
  await page.goto(`${box.server.url}/?view=project`);
  const [dot, title] = [card("Came while nobody looked").locator(".unseen"), page.locator(".stopat b")];
  const told = await title.filter({ hasText: "Came while nobody looked" }).boundingBox();
  const beside = await dot.boundingBox();
  expect(beside?.x).toBeGreaterThanOrEqual((told?.x ?? 0) + (told?.width ?? 0));
  expect(beside?.y).toBeLessThan((told?.y ?? 0) + (told?.height ?? 0));
  await expect(mark).toContainText("1 new");
  await page.getByRole("link", { name: "Board" }).click();
  await expect(card("Came while nobody looked")).toContainText("New since you looked");

  await mark.click();
  await expect(mark).toHaveCount(0);
  await expect(card("Came while nobody looked")).not.toContainText("New since you looked");
  // One that is opened is seen by that.
  await box.hear(known.stopped("p1", "Done."));
  await expect(mark).toContainText("1 new");
  await card("Known from before").click();
  await expect(mark).toHaveCount(0);
  // What came after all was marked as seen stands below the line.
  await page.goto(box.server.url);
  await box.hear(other.stopped("p1", "Came after the mark."));
  await card("Came while nobody looked").click();
  const talk = page.getByRole("log", { name: "Turns" });
  await expect(talk.getByText("Came after the mark.")).toBeVisible();
  await expect(talk.getByText("New since you looked")).toBeVisible();
  await box.server.stop();
});

test("a permission that OpenCode asks for shows what it asks, as every CLI's does", async ({ page }) => {
  test.slow();
  const box = await openBox();
  await box.signIn(page);
  const of = { session_id: "ses_asks", prompt_id: "msg_1", cwd: "/workspace/open" };
  const hear = async (body: object) => {
    const reply = await box.server.fetch("/hooks/opencode", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...of, ...body }),
    });
    expect(reply.status).toBe(202);
  };
  await hear({ hook_event_name: "chat.message", message_id: "msg_1", prompt: "Touch it" });
  const request = {
    id: "per_1",
    permission: "bash",
    patterns: ["touch it"],
    metadata: { command: "touch it" },
  };
  await hear({ hook_event_name: "permission.asked", event_id: "evt_1", request });

  const ask = page.getByRole("article").filter({ hasText: "touch it" });
  await expect(ask).toContainText("Asks for permission to use Bash");
  await expect(ask.locator(".state--awaiting_input")).toHaveText("Permission");
  await page.goto(`${box.server.url}/?view=board`);
  await expect(page.getByRole("link", { name: /Touch it/ })).toContainText("Permission: ");

  // Where nothing is known but that a dialog is up, it says that.
  const dumb = box.session();
  await box.hear(dumb.prompted("p1", "Look around"));
  await box.hear({
    ...dumb.started(),
    hook_event_name: "Notification",
    notification_type: "permission_prompt",
    message: "Claude needs your permission",
  });
  await page.goto(box.server.url);
  const dialog = page.getByRole("article").filter({ hasText: "Claude needs your permission" });
  await expect(dialog).toContainText("Shows a dialog that only its terminal can tell");
  await expect(dialog.locator(".state--elsewhere")).toBeVisible();
  await box.server.stop();
});

test("how long a question waits, and why it is here, is in sight on a phone, however long the project's name", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("ledgerline-with-a-rather-long-name-and-more");
  await box.hear(session.prompted("p1", "Mend the export worker so that it loses nothing"));
  await box.hear(session.permissionAsked("p1", bash("make everything")));
  await page.setViewportSize({ width: 360, height: 740 });
  const ask = page.getByRole("article").filter({ hasText: "make everything" });
  const [meta, wait] = [await ask.boundingBox(), await ask.locator(".ask__wait").boundingBox()];
  expect((wait?.x ?? 999) + (wait?.width ?? 0)).toBeLessThanOrEqual((meta?.x ?? 0) + (meta?.width ?? 0));
  const hint = await ask.locator(".ask__hint").boundingBox();
  const why = await ask.getByText("Asks for permission to use Bash").boundingBox();
  expect(why?.x).toBe(hint?.x);
});

test("a project's name stands whole beside a long title", async ({ box, signedIn: page }) => {
  const session = box.session("ledgerline");
  await box.hear(session.prompted("p1", `Mend the export worker ${"and all that hangs on it ".repeat(8)}`));
  await box.hear(session.permissionAsked("p1", bash("make whole")));
  const name = page.getByRole("article").filter({ hasText: "make whole" }).locator("b");
  for (const width of [1440, 800, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(name).toHaveText("ledgerline");
    expect(await name.evaluate((at) => at.scrollWidth - at.clientWidth)).toBe(0);
  }
});
