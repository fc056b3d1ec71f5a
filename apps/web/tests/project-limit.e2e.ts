import { isSound } from "./accessibility.ts";
import { makeBot, send, runningTest as test } from "./bots-box.ts";
import { expect } from "./box.ts";

test("a project's limit is said by keyboard, and what waits for it says so on its page", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  const session = box.session("limited");
  await box.hear(session.prompted("p1", "Look"));
  const { items } = await (await box.server.fetch("/api/projects?limit=200")).json();
  const { id: projectId } = items.find(({ name }: { name: string }) => name === "limited");
  await page.goto(`${box.server.url}/projects/${projectId}`);
  await page.getByRole("button", { name: "At once: any" }).press("Enter");
  const field = page.getByLabel("Executions of bots in this project at once");
  await field.fill("0");
  await field.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await isSound(page);
  await field.fill("1");
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "At once: 1" })).toBeVisible();

  const bot = await makeBot(box, { name: "Slow one", access: "full", projectId, concurrency: 5 });
  const start = (key: string): Promise<{ id: string }> =>
    send(box, "POST", `/api/bots/${bot.id}/executions`, { key, values: { task: "[[bash sleep 60]]" } });
  const [first, second] = [await start("one"), await start("two")];
  await page.goto(`${box.server.url}/executions/${second.id}`);
  await expect(page.getByText("Its project runs 1 execution at once, and does so now")).toBeVisible();
  await send(box, "POST", `/api/executions/${first.id}/cancel`, {});
  await expect(page.getByText("Its project runs 1 execution at once")).toBeHidden();
  await send(box, "POST", `/api/executions/${second.id}/cancel`, {});
});
