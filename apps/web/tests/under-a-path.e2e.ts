import { freePort } from "@signalbox/testkit/free-port";
import { expect, openBox, test } from "./box.ts";

/** Browsers take every name below `localhost` for this machine. */
const siteAt = (port: number) => `http://box.localhost:${port}/signalbox`;

test("the app works under a path, from the sign-in link to a live board", async ({ page, context }) => {
  const port = await freePort();
  const site = siteAt(port);
  const box = await openBox({ env: { SIGNALBOX_PORT: String(port), SIGNALBOX_PUBLIC_URL: site } });
  const strays: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${site}/`) && !request.url().startsWith("data:"))
      strays.push(request.url());
  });
  try {
    expect(await box.signInLink()).toMatch(`${site}/sign-in#`);
    await box.signIn(page);
    expect(page.url()).toBe(`${site}/`);

    const session = box.session();
    await box.hear(session.started());
    await box.hear(session.prompted("p1", "Count the sleepers"));
    await page.getByRole("link", { name: "Agents" }).first().click();
    await expect(page.getByText("Count the sleepers").first()).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/signalbox/agents");
    await page.getByText("Count the sleepers").first().click();
    await page.reload();
    await expect(page.getByText("Count the sleepers").first()).toBeVisible();

    await page.goto(`${site}/settings`);
    const [reference] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("button", { name: "API reference" }).click(),
    ]);
    await expect(reference.getByRole("heading", { name: "Signalbox API" })).toBeVisible();
    expect(new URL(reference.url()).pathname).toBe("/signalbox/docs");
    expect(await reference.evaluate(() => document.styleSheets.length)).toBe(1);
    await reference.getByRole("link", { name: "Signalbox", exact: true }).click();
    await expect(reference).toHaveURL(`${site}/`);
    expect(strays).toEqual([]);
  } finally {
    await box.server.stop();
  }
});
