import { hookSender } from "@signalbox/testkit/hook-sender";
import { bash, choice, expect, test } from "./box.ts";

test("what was answered stands on its question, with who answered and by which way", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const sender = hookSender({ server: box.server, connections: 1 });
  const ask = (call: ReturnType<typeof bash>) =>
    sender.send(JSON.stringify(session.permissionAsked("p1", call)), {
      "x-signalbox-entry": "cli",
      "x-signalbox-waits": "1",
    });
  await box.hear(session.prompted("p1", "Push what is done"));
  await page.getByRole("link", { name: "Push what is done" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Open page" }).click();
  const talk = page.getByRole("log", { name: "Turns" });
  const card = (text: string) => talk.locator(".qcard").filter({ hasText: text });

  const status = bash("git status");
  const allowed = ask(status);
  await card("git status").getByRole("button", { name: "Allow", exact: true }).click();
  await allowed;
  await box.hear(session.toolFinished("p1", status));
  await expect(card("git status").locator(".answer__given")).toHaveText(
    /^Allowed.+, by the hook that asked$/,
  );

  const denied = ask(bash("git push"));
  await card("git push").getByLabel("Why not (told to the agent)").fill("Not on a Friday");
  await card("git push").getByRole("button", { name: "Deny" }).click();
  await denied;
  const chosen = ask(choice("Which day then?", ["Monday", "Tuesday"]));
  await card("Which day then?").getByLabel("Monday").check();
  await card("Which day then?").getByRole("button", { name: "Answer", exact: true }).click();
  await chosen;
  await box.hear(session.stopped("p1", "Waiting for Monday."));

  const address = page.url();
  await page.goto("about:blank");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(address);
  await expect(card("git status").locator(".answer__given")).toContainText("Allowed");
  await expect(card("git push").locator(".answer__given")).toContainText("Denied: Not on a Friday");
  await expect(card("Which day then?").locator(".answer__given")).toContainText("Monday");
  expect(asked.filter((path) => path.endsWith("/answers"))).toHaveLength(1);
  sender.close();
});
