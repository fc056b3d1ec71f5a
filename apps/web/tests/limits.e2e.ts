import { accessibilityFaults } from "./accessibility.ts";
import { type Box, expect, type Page, test } from "./box.ts";

const minute = 60_000;

/** How a CLI tells a reset, to the minute: the first full one after so many more. */
const resetIn = (minutes: number) => {
  const at = new Date(Math.ceil(Date.now() / minute) * minute + minutes * minute);
  const [hour, full] = [at.getUTCHours(), String(at.getUTCMinutes()).padStart(2, "0")];
  return `You've hit your limit · resets ${hour % 12 || 12}:${full}${hour < 12 ? "am" : "pm"} (UTC)`;
};

/** A session that a rate limit stopped, which resets in 11 to 12 minutes. */
const stoppedByLimit = async (box: Box, title: string) => {
  const session = box.session();
  await box.hear(session.prompted("p1", title));
  await box.hear({ ...session.stoppedByFailure("p1", "rate_limit"), last_assistant_message: resetIn(11) });
  return session;
};

const limited = (page: Page) => page.getByRole("region", { name: "At a rate limit" });
const row = (page: Page, title: string) => page.getByRole("row").filter({ hasText: title });

test("a rate limit counts down wherever its agent is shown, until it has reset", async ({ box, page }) => {
  await page.clock.install();
  await box.signIn(page);
  const session = await stoppedByLimit(box, "Port the parser");
  const words = /Rate limit, resets in 1[12] min/;
  await expect(limited(page)).toContainText("Port the parser");
  await expect(limited(page)).toContainText(words);

  await page.clock.fastForward(10 * minute);
  await expect(limited(page)).toContainText(/resets in ([12] min|\d+ s)/);
  await page.clock.fastForward(3 * minute);
  await expect(limited(page)).toContainText("Rate limit, the limit has reset");

  await box.hear(session.prompted("p2", "Go on with the parser"));
  await expect(limited(page)).toHaveCount(0);
});

test("a rate limit is told apart on the board, in the list and on its agent's page", async ({
  box,
  signedIn: page,
}) => {
  await stoppedByLimit(box, "Tune the queries");
  await page.goto(`${box.server.url}/?view=board`);
  const card = page.getByRole("link").filter({ hasText: "Tune the queries" });
  await expect(card).toContainText(/Rate limit, resets in 1[12] min/);

  await page.goto(`${box.server.url}/agents`);
  await expect(row(page, "Tune the queries").getByRole("cell").first()).toHaveText("Rate limit");
  await expect(row(page, "Tune the queries")).toContainText(/resets in 1[12] min/);

  await row(page, "Tune the queries").getByRole("link").click();
  const view = page.getByRole("dialog");
  await expect(view.getByRole("banner").or(view.locator("header"))).toContainText(
    /Rate limit.*resets in 1[12] min/,
  );
  await expect(view).toContainText("You've hit your limit");
});

test("nothing announces the countdown", async ({ box, signedIn: page }) => {
  await stoppedByLimit(box, "Sort the imports");
  const countdown = limited(page).getByRole("link", { name: "Sort the imports" }).locator("time");
  await expect(countdown).toBeVisible();
  const live = await countdown.evaluate(
    (time) => time.closest('[aria-live]:not([aria-live="off"]), [role=status], [role=alert]') === null,
  );
  expect(live).toBe(true);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a rate limit fits a phone and can be read in the ${colorScheme} theme`, async ({ box, browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      colorScheme,
    });
    const page = await context.newPage();
    await box.signIn(page);
    await stoppedByLimit(box, "Rename every single one of the columns that nobody has ever understood");
    await expect(limited(page).last()).toBeVisible();
    for (const path of ["/", "/?view=board", "/?view=project", "/agents"]) {
      await page.goto(box.server.url + path);
      await expect(
        page
          .getByText(/resets in 1[12] min/)
          .filter({ visible: true })
          .first(),
      ).toBeVisible();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, path).toBeLessThanOrEqual(360);
      expect.soft(await accessibilityFaults(page), path).toEqual([]);
    }
    await context.close();
  });
}
