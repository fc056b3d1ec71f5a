import { expect, test } from "./box.ts";

test("what an agent does while more of the list is on its way is still shown when that arrives", async ({
  box,
  signedIn: page,
}) => {
  const project = "crowded";
  for (let count = 0; count < 50; count += 1) await box.hear(box.session(project).started());
  const newest = box.session(project);
  await box.hear(newest.prompted("p1", "Newest of all"));
  const { items } = await (await box.server.fetch("/api/projects?limit=200")).json();
  const { id } = items.find(({ name }: { name: string }) => name === project);
  await page.goto(`${box.server.url}/agents?projectId=${id}`);
  const row = page.getByRole("row").filter({ hasText: "Newest of all" });
  await expect(row).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(1 + 50);

  const arrive = Promise.withResolvers<void>();
  await page.route("**/api/agents?*cursor=*", async (route) => {
    await arrive.promise;
    await route.continue();
  });
  await page.getByRole("button", { name: "Load more" }).click();
  await box.hear({ ...newest.started("compact"), model: "claude-of-tomorrow" });
  await expect(row).toContainText("claude-of-tomorrow");
  arrive.resolve();
  await expect(page.getByRole("row")).toHaveCount(1 + 51);
  await expect(row).toContainText("claude-of-tomorrow");
});
