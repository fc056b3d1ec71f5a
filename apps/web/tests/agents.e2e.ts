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

test("a session that ended is told from a live one, however long its title", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const title = `Long ${"and longer ".repeat(30)}`.trim();
  for (const body of [session.prompted("p1", title), session.stopped("p1", "Done."), session.ended()]) {
    await box.hear(body);
  }
  await page.goto(`${box.server.url}/agents?live=false`);
  const row = page.getByRole("row").filter({ hasText: "Long and longer" });
  const cell = await row.getByRole("cell").nth(1).boundingBox();
  const mark = await row.getByText("· ended").boundingBox();
  expect((mark?.x ?? 0) + (mark?.width ?? 0)).toBeLessThanOrEqual((cell?.x ?? 0) + (cell?.width ?? 0));
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
