import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, type Page, test } from "./box.ts";

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd, stdio: "ignore" });

/** A repository of its own. */
function aRepository(name: string): string {
  const path = join(temporaryFolder("web"), name);
  mkdirSync(path);
  git(path, "init", "--quiet", "--initial-branch=main");
  git(path, "commit", "--quiet", "--allow-empty", "-m", "Begin");
  return path;
}

const openProjects = async (page: Page) => {
  await page.getByRole("link", { name: "Projects" }).first().click();
  await expect(page.getByRole("heading", { name: "Projects", level: 1 })).toBeVisible();
};

const addProject = async (page: Page, path: string) => {
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Folder").fill(path);
  await page.getByRole("button", { name: "Add project" }).click();
};

test("a project is added by its folder, and changed, by the keyboard alone, and it is on record", async ({
  signedIn: page,
  box,
}) => {
  await openProjects(page);
  await page.getByRole("button", { name: "Add", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Folder")).toBeFocused();
  await page.keyboard.type(aRepository("keyed"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("link", { name: "keyed" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Name").fill("A keyed shop");
  await page.getByLabel("Description").fill("Sells keys");
  await page.getByLabel("Remote").fill("https://ada:secret@example.org/ada/keyed.git");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("heading", { name: "A keyed shop", level: 1 })).toBeVisible();
  await expect(page.getByText("Sells keys")).toBeVisible();
  await expect(page.getByText("https://example.org/ada/keyed.git")).toBeVisible();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Take the remote from the folder again").check();
  await expect(page.getByLabel("Remote", { exact: true })).toBeDisabled();
  await page.getByLabel("Take the remote from the folder again").uncheck();
  await page.getByRole("button", { name: "Cancel" }).click();
  await openProjects(page);
  await page.getByRole("searchbox", { name: "Filter projects" }).fill("example.org/ADA");
  await expect(page.getByRole("link", { name: "A keyed shop" })).toBeVisible();
  const record = await (await box.server.fetch("/api/audit?limit=50")).text();
  expect(record).toContain("project.created");
  expect(record).toContain("project.updated");
});

test("why a project can't be added is told in the dialog, and another page sees one that was", async ({
  signedIn: page,
  box,
  context,
}) => {
  const other = await context.newPage();
  await box.signIn(other);
  await openProjects(other);
  await openProjects(page);
  await addProject(page, "/");
  await expect(page.getByRole("alert")).toContainText("can't be a project");
  await page.getByLabel("Folder").fill("here");
  await page.getByRole("button", { name: "Add project" }).click();
  await expect(page.getByRole("alert")).toContainText("must begin with /");
  const path = aRepository("seen-elsewhere");
  await page.getByLabel("Folder").fill(path);
  await page.getByRole("button", { name: "Add project" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(other.getByRole("link", { name: "seen-elsewhere" })).toBeVisible();
  await addProject(page, path);
  await expect(page.getByRole("alert")).toContainText("is the project seen-elsewhere already");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a worktree says whose it is, and its agents are listed with the repository's", async ({
  signedIn: page,
  box,
}) => {
  const main = aRepository("mother");
  git(main, "worktree", "add", "--quiet", join(main, "..", "daughter"));
  const session = box.session();
  await box.hear({ ...session.started(), cwd: join(main, "..", "daughter") });
  await box.hear({ ...session.prompted("p1", "Work in the worktree"), cwd: join(main, "..", "daughter") });
  await openProjects(page);
  await expect(page.getByRole("row", { name: /daughter worktree of mother/ })).toBeVisible();
  await page.getByRole("link", { name: "daughter" }).click();
  await page.getByRole("link", { name: "mother" }).click();
  await expect(page.getByRole("heading", { name: "mother", level: 1 })).toBeVisible();
  await expect(page.getByText("With its worktree daughter")).toBeVisible();
  await expect(page.getByText("1 live agent")).toBeVisible();
  await expect(page.getByRole("link", { name: "Work in the worktree" }).first()).toBeVisible();
  const lately = page.getByRole("region", { name: "Lately" });
  await expect(lately.getByRole("row", { name: /Work in the worktree was asked/ })).toBeVisible();
  // A child that is called nothing is called what it is.
  await box.hear({ ...session.childStarted("p1", "looks"), cwd: join(main, "..", "daughter") });
  await box.hear({ ...session.childStopped("p1", "looks", "Looked."), cwd: join(main, "..", "daughter") });
  await expect(lately.getByRole("row", { name: /general-purpose was asked/ })).toBeVisible();
  await expect(lately.getByText("An agent")).toHaveCount(0);
});

test("work in a folder without any marker has the folder for its project, wherever its agent is shown", async ({
  signedIn: page,
  box,
}) => {
  await page.goto(new URL("/agents", page.url()).href);
  const session = box.session("no-marker-here");
  await box.hear(session.started());
  await box.hear(session.prompted("p1", "Work where nothing marks a project"));
  const row = page.getByRole("row").filter({ hasText: "Work where nothing marks a project" });
  await expect(row.getByRole("cell", { name: "no-marker-here" })).toBeVisible();
  await row.getByRole("link").click();
  await page.getByRole("link", { name: "Open page" }).click();
  await page.getByRole("link", { name: "no-marker-here" }).click();
  await expect(page.getByRole("heading", { name: "no-marker-here", level: 1 })).toBeVisible();
  await page.goto(new URL("/?view=board", page.url()).href);
  const card = page.getByRole("link", { name: /Work where nothing marks a project/ });
  await expect(card).toContainText("no-marker-here");
});

for (const scheme of ["light", "dark"] as const) {
  test(`the dialog fits a phone, in the ${scheme}`, async ({ signedIn: page }) => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(new URL("/projects", page.url()).href);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await page.getByRole("button", { name: "Add project" }).scrollIntoViewIfNeeded();
    await expect(page.getByRole("button", { name: "Add project" })).toBeInViewport();
  });
}
