import { hookSender } from "@signalbox/testkit/hook-sender";
import { bash, expect, openBox, test } from "./box.ts";

test("what is asked alike is shown, with who asks it, and answered at once where it is ticked", async ({
  page,
}) => {
  const box = await openBox();
  await box.signIn(page);
  const sender = hookSender({ server: box.server, connections: 4 });
  const asks = async (command: string) => {
    const session = box.session();
    await box.hear(session.prompted("p1", `Do ${command}`));
    const body = session.permissionAsked("p1", bash(command));
    return sender.send(JSON.stringify(body), { "x-signalbox-entry": "cli", "x-signalbox-waits": "1" });
  };
  const hooks = ["npm test", "npm test", "rm -rf build"].map(asks);
  const alike = page.getByRole("button", { name: "Look at 2 more like it" });
  await expect(alike).toHaveCount(3);
  await page
    .getByRole("article")
    .filter({ hasText: "npm test" })
    .first()
    .getByRole("button", { name: /like it/ })
    .click();
  const dialog = page.getByRole("dialog", { name: "Answer alike" });
  await expect(dialog.getByRole("checkbox", { checked: true })).toHaveCount(2);
  const other = dialog.getByRole("listitem").filter({ hasText: "rm -rf build" });
  await expect(other).toContainText(/claude · Do rm -rf build · project-/);
  await expect(other.getByRole("checkbox")).not.toBeChecked();
  await dialog.getByRole("button", { name: "Allow 2" }).click();
  await expect(dialog.getByRole("status")).toHaveText("2 questions answered.");
  await dialog.getByRole("button", { name: "Close" }).click();
  const waiting = page.getByRole("article").filter({ hasText: "rm -rf build" });
  await waiting.getByRole("button", { name: "Deny" }).click();
  const decisions = (await Promise.all(hooks)).map(
    ({ body }) => JSON.parse(body).hookSpecificOutput.decision,
  );
  expect(decisions.map(({ behavior }) => behavior)).toEqual(["allow", "allow", "deny"]);
  sender.close();
  await box.server.stop();
});
