import type { Browser } from "@playwright/test";
import { accessibilityFaults } from "./accessibility.ts";
import { type Box, bash, choice, expect, type Page, plan, test } from "./box.ts";

/** A board with something of every kind on it; answers the pages that show it. */
const populate = async (box: Box): Promise<Record<string, string>> => {
  const waiting = box.session("ledgerline");
  const push = bash("git push --force-with-lease origin a-branch-with-a-rather-long-name", "Push it");
  await box.hear(waiting.started());
  await box.hear(waiting.prompted("p1", "Move invoice export to a background job, identical to the byte"));
  for (const step of ["ls", "npm test", "git status", "git diff", "git log", "git rebase main"]) {
    const call = bash(step);
    await box.hear(waiting.toolStarted("p1", call));
    await box.hear(waiting.toolFinished("p1", call));
  }
  await box.hear(waiting.childStarted("p1", "child-1"));
  await box.hear(waiting.toolStarted("p1", push));
  await box.hear(waiting.permissionAsked("p1", push));
  await box.hear(waiting.prompted("p1", "Then update the handbook"));
  const choosing = box.session("harbour-api");
  await box.hear(choosing.prompted("p1", "Limit partners"));
  await box.hear(
    choosing.permissionAsked("p1", choice("What should it count?", ["API key", "Organisation"])),
  );
  const planning = box.session("parcel-router");
  await box.hear(planning.prompted("p1", "Cache geocodes"));
  await box.hear(
    planning.permissionAsked(
      "p1",
      plan("# Cache\n\n1. Add `cache`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nls -la\n```"),
    ),
  );
  const failed = box.session("homelab");
  await box.hear(failed.prompted("p1", "Rotate the key"));
  await box.hear(failed.stoppedByFailure("p1", "rate_limit"));
  const working = box.session("atlas-docs");
  await box.hear(working.prompted("p1", "Check the links"));
  await box.hear(working.toolStarted("p1", bash("npm run links")));
  await box.hear(box.session("atlas-docs").started());

  const { items } = await (await box.server.fetch("/api/agents?state=awaiting_input")).json();
  const agent = items.find(({ title }: { title: string }) => title.startsWith("Move invoice"));
  return {
    queue: "/",
    board: "/?view=board",
    projects_view: "/?view=project",
    drawer: `/?agent=${agent.id}`,
    agents: "/agents?live=true",
    agent: `/agents/${agent.id}`,
    files: `/agents/${agent.id}?tab=files`,
    signals: `/agents/${agent.id}?tab=signals`,
    evidence: `/agents/${agent.id}?tab=evidence`,
    search: "/search?q=invoice",
    projects: "/projects",
    project: `/projects/${agent.projectId}`,
    bots: "/bots",
    new_bot: "/bots/new",
    repositories: "/bots/repositories",
    snippets: "/bots/snippets",
    sources: "/bots/sources",
    budgets: "/bots/budgets",
    prices: "/bots/prices",
    accounts: "/bots/accounts",
    programs: "/bots/programs",
    deliveries: "/deliveries",
    executions: "/executions",
    comparison: "/executions/compare",
    settings: "/settings",
    personas: "/settings/personas",
    github: "/settings/github",
    webhooks: "/settings/webhooks",
    welcome: "/welcome",
    not_found: "/agents/not/there",
  };
};

const visit = async (page: Page, box: Box, path: string) => {
  const reply = await page.goto(`${box.server.url}${path}`);
  expect([path, reply?.status()]).toEqual([path, 200]);
  await expect(
    page.getByRole("heading", { level: 1 }).or(page.getByText("Nothing is at this address")).first(),
  ).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
};

const signedInAs = async (browser: Browser, box: Box, options: Parameters<Browser["newContext"]>[0]) => {
  const page = await (await browser.newContext(options)).newPage();
  await box.signIn(page);
  return page;
};

let pages: Record<string, string>;
test.beforeAll(async ({ box }) => {
  pages = await populate(box);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on any page in the ${colorScheme} theme`, async ({ box, browser }) => {
    test.slow();
    const page = await signedInAs(browser, box, { colorScheme, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(pages)) {
      await visit(page, box, path);
      expect.soft(await accessibilityFaults(page), name).toEqual([]);
    }
    await visit(page, box, "/");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("option").first()).toBeVisible();
    expect.soft(await accessibilityFaults(page), "palette").toEqual([]);
    await page.context().close();
  });
}

test("a link to nothing says so, and leads on", async ({ signedIn: page, box }) => {
  const unknown = "01a1fe8d-9052-75fe-a976-e96e3abfeb83";
  for (const id of ["half-a-link", unknown]) {
    await page.goto(`${box.server.url}/agents/${id}`);
    await expect(page.getByText("No agent is at this address")).toBeVisible();
    await page.getByRole("link", { name: "See all agents" }).click();
    await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
    await page.goto(`${box.server.url}/projects/${id}`);
    await expect(page.getByText("No project is at this address")).toBeVisible();
    await page.getByRole("link", { name: "See all projects" }).click();
    await expect(page.getByRole("heading", { name: "Projects", level: 1 })).toBeVisible();
  }
  await page.goto(`${box.server.url}/agents?projectId=half-a-link`);
  await expect(page.getByRole("group", { name: "List of agents" })).toBeVisible();
});

test("no page is wider than a small phone", async ({ box, browser }) => {
  test.slow();
  const page = await signedInAs(browser, box, { viewport: { width: 360, height: 740 }, hasTouch: true });
  for (const [name, path] of Object.entries(pages)) {
    await visit(page, box, path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, name).toBeLessThanOrEqual(360);
  }
  await visit(page, box, "/");
  await page.getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: "Projects" }).click();
  await expect(page.getByRole("heading", { name: "Projects", level: 1 })).toBeVisible();
  await page.context().close();
});

test("the first load is small, compressed, from one origin, and breaks no content rule", async ({
  box,
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await box.signIn(page);
  await page.goto(`${box.server.url}/`);
  await expect(page.getByRole("article").first()).toBeVisible();
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize })),
  );
  // What renders Markdown comes behind the page, and only where a plan waits: its text is there before.
  const isOfPage = (name: string) => name.endsWith(".js") && !name.includes("/markdown-blocks-");
  const code = scripts.filter(({ name }) => isOfPage(name));
  const total = code.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThanOrEqual(180_000);
  expect(scripts.filter(({ name }) => !name.startsWith(box.server.url))).toEqual([]);
  for (const { name, encodedBodySize, decodedBodySize } of code.filter(
    (script) => script.decodedBodySize > 2000,
  )) {
    expect(encodedBodySize, name).toBeLessThan(decodedBodySize);
  }
  expect(complaints).toEqual([]);
  await context.close();
});

test("an address with nothing at it keeps the ways to every page", async ({ box, signedIn: page }) => {
  for (const path of ["/nowhere", "/agents/not/there", "/settings/nothing"]) {
    await page.goto(`${box.server.url}${path}`);
    await expect(page.getByRole("heading", { name: "Not found", level: 1 })).toBeVisible();
    await expect(page.getByRole("navigation").getByRole("link", { name: /^Agents/ })).toBeVisible();
    await expect(page.getByRole("main")).toHaveCount(1);
  }
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Agents/ })
    .click();
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
});
