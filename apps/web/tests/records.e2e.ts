import { readFile } from "node:fs/promises";
import { type Box, expect, type Page, test } from "./box.ts";

const edit = {
  name: "Edit",
  useId: "toolu_edit",
  input: {
    file_path: "/workspace/shop/src/basket.ts",
    old_string: "const tax = 19;",
    new_string: "const tax = 7;",
  },
  response: { filePath: "/workspace/shop/src/basket.ts" },
};
const todos = {
  name: "TodoWrite",
  useId: "toolu_todos",
  input: {
    todos: [
      { content: "Find the tax", status: "completed" },
      { content: "Change the tax", status: "in_progress" },
    ],
  },
  response: {},
};
const long = {
  name: "Bash",
  useId: "toolu_long",
  input: { command: "npm run everything" },
  response: { stdout: Array.from({ length: 200 }, (_, line) => `line ${line}`).join("\n"), stderr: "" },
};

const openAgent = async (box: Box, page: Page, prompt: string, ended = false) => {
  const session = box.session();
  await box.hear(session.prompted("p1", prompt));
  for (const call of [edit, todos, long]) {
    await box.hear(session.toolStarted("p1", call));
    await box.hear(session.toolFinished("p1", call));
  }
  await box.hear(session.stopped("p1", "The tax is lower now."));
  if (ended) await box.hear(session.ended());
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find(({ title }: { title: string }) => title === prompt);
  await page.goto(`${box.server.url}/agents/${id}`);
  return { session, id };
};

test("calls of tools show what they did: a change, a list, the beginning of a long output", async ({
  box,
  signedIn: page,
}) => {
  await openAgent(box, page, "Lower the tax");
  const talk = page.getByRole("log", { name: "Turns" });
  await talk.locator("summary").filter({ hasText: "Edit" }).click();
  await expect(talk.getByRole("row").filter({ hasText: "const tax = 7;" })).toBeVisible();
  await talk.locator("summary").filter({ hasText: "TodoWrite" }).click();
  await expect(talk.getByRole("listitem").filter({ hasText: "Done: Find the tax" })).toBeVisible();
  // The list as it stands is above the conversation too.
  await page.getByText("To do: 1 of 2 done").click();
  await expect(page.locator(".todo-strip").getByRole("listitem")).toHaveCount(2);
  await talk.locator("summary").filter({ hasText: "Bash" }).click();
  await expect(talk.locator("pre").filter({ hasText: "line 199" })).toHaveCount(0);
  await talk.getByRole("button", { name: "Show all 200 lines" }).click();
  await expect(talk.locator("pre").filter({ hasText: "line 199" })).toBeVisible();
});

test("beside its conversation an agent shows its files, its signals and why it moved", async ({
  box,
  signedIn: page,
}) => {
  await openAgent(box, page, "Lower the tax once more");
  const parts = page.getByRole("navigation", { name: "Parts of the agent" });
  await parts.getByRole("button", { name: "Changed files" }).click();
  await expect(page).toHaveURL(/tab=files/);
  await page.getByRole("link", { name: /basket\.ts/ }).click();
  await expect(page.getByRole("log").getByRole("row").filter({ hasText: "const tax = 7;" })).toBeVisible();

  await parts.getByRole("button", { name: "Signals" }).click();
  await page.locator("summary").filter({ hasText: "UserPromptSubmit" }).click();
  await expect(page.locator("pre").filter({ hasText: "Lower the tax once more" })).toBeVisible();

  await parts.getByRole("button", { name: "Evidence" }).click();
  await expect(page.getByRole("row").filter({ hasText: "The command ended: done" })).toContainText("Stop");
});

test("who sees a wrong state takes a recording away that a test can replay", async ({
  box,
  signedIn: page,
}) => {
  await openAgent(box, page, "Lower the tax a third time");
  await page.getByRole("button", { name: "Evidence" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "This state is wrong…" }).click();
  const recording = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(recording.lines).toHaveLength(8);
  expect(recording.expected.agents[0].commands).toEqual([{ line: 0, state: "complete", outcome: "done" }]);
});

test("words said in any agent are found, and lead to where they were said", async ({
  box,
  signedIn: page,
}) => {
  await openAgent(box, page, "Paint the quokka's fence vermilion");
  await page.goto(`${box.server.url}/search`);
  await page.getByRole("searchbox").fill("vermil");
  const hit = page.getByRole("region", { name: "Found" }).getByRole("link");
  await expect(hit).toHaveCount(1);
  await expect(hit.locator("mark")).toHaveText("vermil");
  await expect(page).toHaveURL(/q=vermil/);
  await hit.click();
  const said = page.getByRole("log").getByRole("paragraph");
  await expect(said.filter({ hasText: "Paint the quokka's fence vermilion" })).toBeInViewport();
});

test("an ended agent is put away and brought back, and erased with a second press", async ({
  box,
  signedIn: page,
}) => {
  const { id } = await openAgent(box, page, "An agent to put away", true);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(page.getByText("Archived")).toBeVisible();
  const listed = async () => {
    const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
    return items.some((agent: { id: string }) => agent.id === id);
  };
  expect(await listed()).toBe(false);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Bring back from the archive" }).click();
  await expect(page.getByText("Archived")).toHaveCount(0);
  expect(await listed()).toBe(true);

  // By keyboard alone: each step has the focus, each way back returns it.
  const more = page.getByRole("button", { name: "More" });
  const keep = page.getByRole("button", { name: "Keep it" });
  const erase = page.getByRole("button", { name: "Erase the agent" });
  const ask = async () => {
    await more.press("Enter");
    await page.getByRole("menuitem", { name: "Erase…" }).press("Enter");
    await expect(keep).toBeFocused();
  };
  await ask();
  await keep.press("Enter");
  await expect(more).toBeFocused();
  await ask();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  await ask();
  await page.keyboard.press("Tab");
  await expect(erase).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Keep it" }).press("Enter");
  await expect(erase).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Erase it" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  expect((await box.server.fetch(`/api/agents/${id}`)).status).toBe(404);
});
