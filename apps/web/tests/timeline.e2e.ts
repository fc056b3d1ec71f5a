import { isSound } from "./accessibility.ts";
import { type Box, bash, expect, type Page, test } from "./box.ts";

const openTimeline = async (box: Box, page: Page, prompt: string) => {
  const session = box.session();
  const child = `child-${session.sessionId}`;
  await box.hear(session.prompted("p1", prompt));
  for (const command of ["npm ci", "npm test"]) {
    const call = bash(command);
    await box.hear(session.toolStarted("p1", call));
    await box.hear(session.toolFinished("p1", call));
  }
  await box.hear(session.childStarted("p1", child));
  await box.hear(session.childStopped("p1", child, "Nothing found."));
  const asked = bash("git push");
  await box.hear(session.toolStarted("p1", asked));
  await box.hear(session.permissionAsked("p1", asked));
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find(({ title }: { title: string }) => title === prompt);
  await page.goto(`${box.server.url}/agents/${id}?tab=timeline`);
  return { session, id };
};

test("an agent's time is drawn in lanes, read by keyboard, and leads to the turn", async ({
  box,
  signedIn: page,
}) => {
  await openTimeline(box, page, "Draw the day");
  const lane = (name: string) => page.getByRole("group", { name });
  await expect(lane("Commands").getByRole("button", { name: /Draw the day: under way/ })).toBeVisible();
  await expect(lane("Waits for you").getByRole("button", { name: /git push: waits/ })).toBeVisible();
  await expect(lane("Child agents").getByRole("button")).toHaveCount(1);
  await isSound(page);

  // Closer, until the whole is no longer shown; then the whole again.
  const whole = page.getByRole("button", { name: "Whole" });
  await expect(whole).toBeDisabled();
  await page.keyboard.press("+");
  await expect(whole).toBeEnabled();
  await page.keyboard.press("0");
  await expect(whole).toBeDisabled();

  const tools = lane("Tools").getByRole("button");
  await tools.first().focus();
  await page.keyboard.press("End");
  await expect(tools.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/turn=/);
  await expect(page.getByRole("log", { name: "Turns" })).toBeVisible();
});

test("the same stands in words, and follows what happens", async ({ box, signedIn: page }) => {
  const { session } = await openTimeline(box, page, "List the day");
  await page.getByText("As a list").click();
  const list = page.getByRole("table", { name: "Timeline as a list" });
  await expect(list.getByRole("row").filter({ hasText: "Waits for you" })).toHaveCount(1);
  await box.hear(session.stopped("p1", "Pushed."));
  await expect(list.getByRole("button", { name: /List the day: done/ })).toBeVisible();
  await list.getByRole("button", { name: /List the day: done/ }).click();
  await expect(page.getByRole("log", { name: "Turns" }).getByText("Pushed.")).toBeVisible();
});

test("a long rest is folded, so that what happened before it can be seen", async ({
  box,
  signedIn: page,
}) => {
  const { session, id } = await openTimeline(box, page, "Work, then rest");
  await box.hear(session.stopped("p1", "Pushed."));
  await expect(
    page.getByRole("group", { name: "Commands" }).getByRole("button", { name: /done/ }),
  ).toBeVisible();
  await page.clock.setFixedTime(Date.now() + 3 * 3_600_000 + 60_000);
  await page.goto(`${box.server.url}/agents/${id}?tab=timeline`);
  await expect(page.getByText("3 h at rest")).toBeVisible();
  const command = page.getByRole("group", { name: "Commands" }).getByRole("button");
  const track = page.getByRole("group", { name: "Commands" });
  const [drawn, room] = [await command.boundingBox(), await track.boundingBox()];
  expect(drawn?.width ?? 0).toBeGreaterThan((room?.width ?? 0) * 0.8);
  await isSound(page);
});
