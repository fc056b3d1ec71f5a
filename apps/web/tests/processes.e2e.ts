import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "./box.ts";

test("the page of an agent shows the processes that its session is open in", async ({
  box,
  signedIn: page,
}) => {
  // Not this process: who descends from an agent signs nobody in, and the tests behind this one would.
  const [first, second] = [spawn("sleep", ["600"]), spawn("sleep", ["600"])];
  await Promise.all([once(first, "spawn"), once(second, "spawn")]);
  const session = box.session();
  const hear = (body: object, pid: number) =>
    box.server.fetch("/hooks/claude", {
      method: "POST",
      headers: { "x-signalbox-pid": String(pid), "x-tmux-pane": "%3" },
      body: JSON.stringify(body),
    });
  try {
    await hear(session.started(), first.pid ?? 0);
    await hear(session.prompted("p1", "Open in two terminals"), second.pid ?? 0);
    const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
    const { id } = items.find(({ title }: { title: string }) => title === "Open in two terminals");
    await page.goto(`${box.server.url}/agents/${id}?tab=evidence`);
    const shown = page.getByRole("list", { name: "Processes" }).getByRole("listitem");
    await expect(shown).toHaveCount(2);
    await expect(shown.filter({ hasText: `Process ${first.pid} in pane %3` })).toBeVisible();
    second.kill("SIGKILL");
    await expect(shown.filter({ hasText: `Process ${second.pid}` })).toContainText("over since");
  } finally {
    first.kill("SIGKILL");
    second.kill("SIGKILL");
  }
});
