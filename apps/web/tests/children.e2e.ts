import { type Box, bash, expect, type Page, test } from "./box.ts";

const launch = (useId: string, childId: string, description: string) => ({
  name: "Agent",
  useId,
  input: { description, prompt: `Please: ${description}`, subagent_type: "general-purpose" },
  response: { status: "async_launched", agentId: childId, description },
});

/** A session whose child started another one itself, and is not done yet. */
const openFamily = async (box: Box, page: Page, prompt: string) => {
  const session = box.session();
  const [child, grandchild] = [`child-${session.sessionId}`, `grandchild-${session.sessionId}`];
  const first = launch(`toolu_a${session.sessionId}`, child, "Look into the tides");
  const second = launch(`toolu_b${session.sessionId}`, grandchild, "Count the boats");
  const by = (agentId: string, body: object) => box.hear({ ...body, agent_id: agentId });
  await box.hear(session.prompted("p1", prompt));
  await box.hear(session.toolStarted("p1", first));
  await box.hear(session.toolFinished("p1", first));
  await box.hear(session.childStarted("p1", child));
  await by(child, session.toolStarted("p1", second));
  await by(child, session.toolFinished("p1", second));
  await box.hear(session.childStarted("p1", grandchild));
  const counting = bash("wc -l boats.txt");
  await by(grandchild, session.toolStarted("p1", counting));
  await by(grandchild, session.toolFinished("p1", counting));
  await box.hear(session.childStopped("p1", grandchild, "There are seven boats."));
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find(({ title }: { title: string }) => title === prompt);
  await page.goto(`${box.server.url}/agents/${id}`);
  return { session, child };
};

test("a child's work opens at the call that started it, and its child's within that, by keyboard too", async ({
  box,
  signedIn: page,
}) => {
  const { session, child } = await openFamily(box, page, "Ask about the tides");
  const talk = page.getByRole("log", { name: "Turns", exact: true });
  const row = talk.getByRole("button", { name: /general-purpose.*Look into the tides/ });
  await expect(row).toHaveAttribute("aria-expanded", "false");
  await row.focus();
  await page.keyboard.press("Enter");
  const within = talk.getByRole("log", { name: "Turns of Look into the tides" });
  const inner = within.getByRole("button", { name: /Count the boats/ });
  await inner.focus();
  await page.keyboard.press("Enter");
  const innermost = within.getByRole("log", { name: "Turns of Count the boats" });
  await expect(innermost.getByText("There are seven boats.")).toBeVisible();
  await expect(innermost.locator("summary").filter({ hasText: "wc -l boats.txt" })).toBeVisible();
  // It is live where it stands.
  await box.hear(session.childStopped("p1", child, "High water is at noon."));
  await expect(within.getByText("High water is at noon.")).toBeVisible();
  await expect(talk.getByRole("button", { name: /Look into the tides.*2 turns/ })).toBeVisible();

  await row.focus();
  await page.keyboard.press("Enter");
  await expect(within).toHaveCount(0);
  await talk.getByRole("link", { name: "Page of Look into the tides" }).click();
  await expect(page.getByRole("link", { name: /Started by/ })).toBeVisible();
});
