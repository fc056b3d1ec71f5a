import { type Box, expect, type Page, test } from "./box.ts";

const jobs = (count: number) => Array.from({ length: count }, (_, place) => `Job ${place + 1} of ${count}`);

/** A session that was given many jobs, one after another, and opened at its latest. */
const openLong = async (box: Box, page: Page, count: number) => {
  const session = box.session();
  const prompts = jobs(count);
  for (const [place, prompt] of prompts.entries()) {
    await box.hear(session.prompted(`p${place}`, prompt));
    await box.hear(session.stopped(`p${place}`, `Finished. ${prompt} is done.`));
  }
  const { items } = await (await box.server.fetch("/api/agents")).json();
  const { id } = items.find(({ title }: { title: string }) => title === prompts.at(-1));
  await page.goto(`${box.server.url}/agents/${id}`);
  const talk = page.getByRole("log", { name: "Turns" });
  await expect(talk.getByRole("heading", { name: prompts.at(-1) ?? "" })).toBeVisible();
  return { session, talk };
};

test("a long history opens at its latest, older commands come as one goes back, and what is read keeps its place", async ({
  box,
  signedIn: page,
}) => {
  const { session, talk } = await openLong(box, page, 60);
  // Far from the eye, nothing is drawn.
  await expect(talk.getByRole("heading", { name: "Job 36 of 60", exact: true })).toHaveCount(0);

  await expect(async () => {
    await talk.evaluate((box) => {
      box.scrollTop = 0;
    });
    await expect(talk.getByRole("heading", { name: "Job 1 of 60", exact: true })).toBeInViewport({
      timeout: 500,
    });
  }).toPass();

  // What happens now moves nothing of what is read, and is a step away.
  const top = await talk.getByRole("heading", { name: "Job 1 of 60", exact: true }).boundingBox();
  await box.hear(session.prompted("p60", "One more job"));
  await expect(page.getByRole("button", { name: "To the newest" })).toBeVisible();
  expect(await talk.getByRole("heading", { name: "Job 1 of 60", exact: true }).boundingBox()).toEqual(top);
  await page.getByRole("button", { name: "To the newest" }).click();
  await expect(talk.getByRole("heading", { name: "One more job" })).toBeInViewport();
});

test("words are found in a conversation by keyboard, before what was loaded too", async ({
  box,
  signedIn: page,
}) => {
  const { talk } = await openLong(box, page, 61);
  await page.keyboard.press("f");
  await page.keyboard.type("finished 7 of 61");
  await expect(page.getByRole("status").filter({ hasText: "1 of" })).toBeVisible();
  await expect(talk.getByText("Finished. Job 7 of 61 is done.")).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Find" })).toBeVisible();
});

test("a line stands before what is new since one looked", async ({ box, signedIn: page }) => {
  const session = box.session();
  await box.hear(session.prompted("p1", "Look at this first"));
  await box.hear(session.stopped("p1", "Looked."));
  await page.getByRole("link", { name: "Look at this first" }).click();
  const talk = page.getByRole("log", { name: "Turns" });
  await expect(talk.getByText("Looked.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto(`${box.server.url}/agents`);
  await box.hear(session.prompted("p2", "And now at that"));
  const row = page.getByRole("row").filter({ hasText: "And now at that" });
  await expect(row.getByText("New since you looked")).toBeAttached();
  await row.getByRole("link").click();
  await expect(page.getByText("New since you looked")).toBeVisible();
});
