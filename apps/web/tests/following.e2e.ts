import { hookSender } from "@signalbox/testkit/hook-sender";
import { type Box, bash, expect, type Page, test } from "./box.ts";

/** A session that said much, opened at its end. */
const openAtEnd = async (box: Box, page: Page) => {
  const session = box.session();
  for (let place = 1; place <= 12; place++) {
    await box.hear(session.prompted(`p${place}`, `${session.sessionId} job ${place}`));
    await box.hear(session.stopped(`p${place}`, `Finished job ${place}.`));
  }
  const { items } = await (await box.server.fetch("/api/agents")).json();
  const { id } = items.find(({ title }: { title: string }) => title.startsWith(session.sessionId));
  await page.goto(`${box.server.url}/agents/${id}`);
  const talk = page.getByRole("log", { name: "Turns" });
  await expect(talk.getByText("Finished job 12.")).toBeInViewport();
  const fromEnd = () =>
    talk.evaluate(({ scrollHeight, scrollTop, clientHeight }) =>
      Math.round(scrollHeight - scrollTop - clientHeight),
    );
  await expect.poll(fromEnd).toBe(0);
  return { session, talk, fromEnd };
};

test("the newest stays in sight whatever takes room below it, until one scrolls back", async ({
  box,
  signedIn: page,
}) => {
  const { session, talk, fromEnd } = await openAtEnd(box, page);
  const height = () => talk.evaluate(({ clientHeight }) => clientHeight);
  const before = await height();
  const field = page.getByRole("textbox", { name: "Say something" });
  await field.evaluate((box) => box.style.setProperty("height", "190px"));
  expect(await height()).toBeLessThan(before - 100);
  await expect.poll(fromEnd).toBe(0);

  const sender = hookSender({ server: box.server, connections: 1 });
  await box.hear(session.prompted("p13", "Try it"));
  const asked = session.permissionAsked("p13", bash("npm test"));
  const answered = sender.send(JSON.stringify(asked), {
    "x-signalbox-entry": "cli",
    "x-signalbox-waits": "1",
  });
  await expect(talk.getByRole("button", { name: "Deny" })).toBeInViewport();
  await expect(page.getByText("Answered by the hook that asked")).toBeVisible();
  await expect.poll(fromEnd).toBe(0);

  await talk.hover();
  await page.mouse.wheel(0, -300);
  await expect(page.getByRole("button", { name: "To the newest" })).toBeVisible();
  const place = await talk.evaluate(({ scrollTop }) => scrollTop);
  await field.evaluate((box) => box.style.setProperty("height", "80px"));
  await expect.poll(height).toBeGreaterThan(before - 60);
  expect(await talk.evaluate(({ scrollTop }) => scrollTop)).toBe(place);

  await page.getByRole("button", { name: "To the newest" }).click();
  await expect.poll(fromEnd).toBe(0);
  await talk.getByRole("button", { name: "Deny" }).click();
  await answered;
  sender.close();
});
