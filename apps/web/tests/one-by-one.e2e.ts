import { hookSender } from "@signalbox/testkit/hook-sender";
import { bash, expect, openBox, test } from "./box.ts";

test("who answers one question after the other sees the next at once", async ({ page }) => {
  const box = await openBox();
  await box.signIn(page);
  const sender = hookSender({ server: box.server, connections: 2 });
  const session = box.session();
  await box.hear(session.prompted("p1", "Build it"));
  const ask = (command: string) =>
    sender.send(JSON.stringify(session.permissionAsked("p1", bash(command))), {
      ...{ "x-signalbox-entry": "cli", "x-signalbox-waits": "1" },
    });
  const first = ask("make first");
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await first;
  const second = ask("make second");
  const next = page.getByRole("article").filter({ hasText: "make second" });
  await next.getByRole("button", { name: "Deny" }).click();
  expect(JSON.parse((await second).body)).toMatchObject({
    hookSpecificOutput: { decision: { behavior: "deny" } },
  });
  sender.close();
  await box.server.stop();
});
