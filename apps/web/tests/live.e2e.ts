import { bash, choice, choices, expect, plan, test } from "./box.ts";

test("a hook arrives and the card changes, without a reload", async ({ box, signedIn: page }) => {
  const session = box.session();
  await page.getByRole("link", { name: "Board" }).click();
  await box.hear(session.started());
  await box.hear(session.prompted("p1", "Rename the export job"));
  const card = page.getByRole("link", { name: "Rename the export job" });
  await expect(card).toContainText("Commanded");

  const call = bash("npm run rename");
  await box.hear(session.toolStarted("p1", call));
  await expect(card).toContainText("Processing");
  await box.hear(session.permissionAsked("p1", call));
  await expect(card).toContainText("Awaiting input");
  await expect(card).toContainText("Permission: Run npm run rename");
  await box.hear(session.toolFinished("p1", call));
  await expect(card).toContainText("Processing");
  await box.hear(session.stopped("p1", "Renamed it."));
  await expect(card).toContainText("Complete");
});

test("a permission shows the command itself, and leaves the queue when it was answered", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("pushed-ledger");
  const call = bash("git push --force-with-lease origin export-worker", "Push the rebased branch");
  await box.hear(session.started());
  await box.hear(session.prompted("p1", "Push the branch"));
  await box.hear(session.toolStarted("p1", call));
  await box.hear(session.permissionAsked("p1", call));
  const ask = page.getByRole("article").filter({ hasText: "pushed-ledger" });
  await expect(ask).toContainText("Permission");
  await expect(ask.locator("pre")).toHaveText("$ git push --force-with-lease origin export-worker");
  await expect(ask).toContainText("Push the rebased branch");
  await expect(ask).toContainText("Answer it in its terminal");

  await box.hear(session.toolFinished("p1", call));
  await expect(ask).toHaveCount(0);
});

test("options, several options and plans are shown whole", async ({ box, signedIn: page }) => {
  const one = box.session("harbour-api");
  await box.hear(one.prompted("p1", "Limit partners"));
  await box.hear(
    one.permissionAsked("p1", choice("What should the limiter count?", ["API key", "Organisation"])),
  );
  const single = page.getByRole("article").filter({ hasText: "harbour-api" });
  await expect(single).toContainText("Choose one");
  await expect(single.getByRole("heading")).toHaveText("What should the limiter count?");
  await expect(single.getByRole("listitem")).toHaveText([
    /API key\s*Why api key/,
    /Organisation\s*Why organisation/,
  ]);

  const many = box.session("fieldnotes");
  await box.hear(many.prompted("p1", "Write the notes"));
  await box.hear(many.permissionAsked("p1", choice("Which changes?", ["Sync", "Export"], true)));
  await expect(page.getByRole("article").filter({ hasText: "fieldnotes" })).toContainText("Choose several");

  const planned = box.session("parcel-router");
  await box.hear(planned.prompted("p1", "Cache geocodes"));
  const text =
    "# Cache geocodes\n\n1. Add `geocode_cache`\n2. Look up misses\n\n<img src=x onerror=alert(1)>\n\n![far away](https://example.com/x.png)";
  await box.hear(planned.permissionAsked("p1", plan(text)));
  const approve = page.getByRole("article").filter({ hasText: "parcel-router" });
  await expect(approve).toContainText("Plan to approve");
  await expect(approve.locator("ol > li")).toHaveCount(2);
  await expect(approve.locator("code")).toHaveText("geocode_cache");
  await expect(approve.locator("img")).toHaveCount(0);
  await expect(approve).toContainText("<img src=x onerror=alert(1)>");
});

test("a question in parts says so as one, and each part how it is to be answered", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("two-parts");
  await box.hear(session.prompted("p1", "Plan the harvest"));
  const which = { question: "Which beds?", labels: ["North", "South"], multiSelect: true };
  const when = { question: "Which day?", labels: ["Saturday", "Sunday"] };
  await box.hear(session.permissionAsked("p1", choices(when, which)));
  const ask = page.getByRole("article").filter({ hasText: "two-parts" });
  await expect(ask).toContainText("Question in 2 parts");
  await expect(ask.locator(".question-parts > *")).toHaveText([
    /Choose one/,
    /Which beds\?\s*Choose several/,
  ]);
});

test("a plan that the CLI kept to itself is said to stand in its terminal", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("plan-kept");
  await box.hear(session.prompted("p1", "Plan the beds"));
  await box.hear(session.permissionAsked("p1", plan()));
  const ask = page.getByRole("article").filter({ hasText: "plan-kept" });
  await expect(ask).toContainText("The plan stands in its terminal alone");
});

test("a prompt that reached the agent with its tool's result stands within the command", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("joined");
  const call = bash("npm run sow");
  await box.hear(session.prompted("p1", "Sow the peas"));
  await box.hear(session.toolStarted("p1", call));
  await box.hear(session.prompted("p1", "And mulch them"));
  await page.getByRole("link", { name: "Sow the peas" }).click();
  await expect(page.getByRole("list", { name: "1 prompt queued" })).toContainText("And mulch them");
  await box.hear(session.toolFinished("p1", call));
  const talk = page.getByRole("log", { name: "Turns" });
  await expect(talk.getByRole("paragraph").filter({ hasText: "And mulch them" })).toBeVisible();
  await expect(talk.getByRole("heading", { level: 2 })).toHaveText(["Sow the peas"]);
  await expect(page.getByRole("list", { name: "1 prompt queued" })).toHaveCount(0);
});

test("a command that finished stays in sight while its session is at the next one", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("garden");
  await box.hear(session.prompted("p1", "Sow the beans"));
  await box.hear(session.stopped("p1", "Sown."));
  const finished = page.getByRole("region", { name: "Recently finished" });
  await expect(finished.getByRole("link", { name: /Sow the beans/ })).toContainText("garden");
  await box.hear(session.prompted("p2", "Water the beans"));
  await expect(page.getByRole("region", { name: "Working" })).toContainText("Water the beans");
  await expect(finished.getByRole("link", { name: /Sow the beans/ })).toBeVisible();

  await box.hear(session.stoppedByFailure("p2", "rate_limit"));
  // At a rate limit it is not over, and stands above.
  const limited = page.getByRole("region", { name: "At a rate limit" });
  await expect(limited.getByRole("link", { name: /Water the beans/ })).toContainText("Rate limit");
  await expect(finished.getByRole("link", { name: /Sow the beans/ })).toBeVisible();
  await expect(finished.getByRole("link", { name: /Water the beans/ })).toHaveCount(0);
});

test("the board holds still under the pointer and lets new states in on demand", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  await box.hear(session.prompted("p1", "Hold still please"));
  await page.getByRole("link", { name: "Board" }).click();
  const column = (name: string) => page.getByRole("region", { name, exact: true });
  const card = column("Commanded").getByRole("link", { name: "Hold still please" });
  await expect(card).toBeVisible();
  await card.hover();

  await box.hear(session.toolStarted("p1", bash("ls")));
  await expect(page.getByText("1 card has new states")).toBeVisible();
  await expect(card).toContainText("Processing");
  await page.keyboard.press(".");
  await expect(column("Processing").getByRole("link", { name: "Hold still please" })).toBeVisible();
  await expect(page.getByText("1 card has new states")).toHaveCount(0);
});

test("an agent's page follows what it does and opens beside Now", async ({ box, signedIn: page }) => {
  const session = box.session("atlas-docs");
  const call = bash("npm test", "Run the tests");
  await box.hear(session.started());
  await box.hear(session.prompted("p1", "Check every outbound link"));
  await page.getByRole("link", { name: "Check every outbound link" }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("heading", { level: 1 })).toHaveText("Check every outbound link");
  await drawer.getByRole("link", { name: "Open page" }).click();
  await expect(page).toHaveURL(/\/agents\/[0-9a-f-]+$/);

  const talk = page.getByRole("log", { name: "Turns" });
  await expect(talk.getByRole("paragraph").filter({ hasText: "Check every outbound link" })).toBeVisible();
  await box.hear(session.toolStarted("p1", call));
  await box.hear(session.toolFinished("p1", call));
  const row = talk.locator("summary").filter({ hasText: "npm test" });
  await row.click();
  await expect(talk.locator("pre")).toHaveText(["$ npm test", "done\n"]);
  await box.hear(session.prompted("p1", "And then the images"));
  await expect(page.getByRole("list", { name: "1 prompt queued" })).toContainText("And then the images");
  await box.hear(session.stopped("p1", "All **412** links answer."));
  await expect(talk.locator("strong").filter({ hasText: "412" })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Why it shows this state" })).toContainText("Rule");
});
