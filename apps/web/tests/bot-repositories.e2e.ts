import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bot } from "@signalbox/contract/bots";
import { temporaryFolder } from "@signalbox/testkit/temporary";
import { isSound } from "./accessibility.ts";
import { send } from "./bots-box.ts";
import { type Box, expect, type Page, test } from "./box.ts";

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd, stdio: "ignore" });

/** A project that is a clone of a remote, and a way to push bots to that one's default branch. */
async function aProject(box: Box, name: string) {
  const folder = temporaryFolder("web");
  const [remote, path] = [join(folder, "remote.git"), join(folder, name)];
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", remote);
  git(folder, "clone", "--quiet", remote, path);
  git(path, "checkout", "--quiet", "-B", "main");
  const push = (files: Readonly<Record<string, string | null>>) => {
    const bots = join(path, ".signalbox", "bots");
    mkdirSync(bots, { recursive: true });
    for (const [file, text] of Object.entries(files))
      if (text === null) rmSync(join(bots, file));
      else writeFileSync(join(bots, file), text);
    git(path, "add", "--all");
    git(path, "commit", "--quiet", "--allow-empty", "--message=Bots");
    git(path, "push", "--quiet", "origin", "main");
  };
  push({});
  await send(box, "POST", "/api/projects", { path });
  return { path, push };
}

const openRepositories = async (page: Page) => {
  await page.getByRole("link", { name: "Bots" }).first().click();
  await page.getByRole("link", { name: "From repositories" }).click();
  await expect(page.getByRole("heading", { name: "Bots from repositories", level: 1 })).toBeVisible();
};

const lookNow = async (page: Page, project: string) => {
  const panel = page.getByRole("region", { name: project });
  await panel.getByRole("button", { name: "Look now" }).press("Enter");
  await expect(panel.getByRole("button", { name: "Look now" })).toBeEnabled();
};

test("bots are taken from a repository, and a person chooses where both sides changed, by keyboard", async ({
  box,
  signedIn: page,
}) => {
  const { push } = await aProject(box, "repository-of-bots");
  push({
    "tour.yaml": "name: Tour of it\nprompt: Look around\nworkspace: clone\n",
    "broken.yaml": "name: Broken\nprompt: Look into {{ it }}\n",
    "might.yaml": "name: Mighty\nprompt: Do it all\naccess: full\n",
  });
  await openRepositories(page);
  await page.getByLabel("Take bots from the repository of").selectOption({ label: "repository-of-bots" });
  await page.getByRole("button", { name: "Take them from there" }).press("Enter");
  const tour = page.getByRole("listitem", { name: ".signalbox/bots/tour.yaml" });
  await expect(tour).toContainText("in step");
  await expect(tour).toContainText("off");
  await expect(page.getByRole("listitem", { name: ".signalbox/bots/broken.yaml" })).toContainText(
    'line 2 prompt: The template can\'t be used: it asks for "it"',
  );
  await isSound(page);

  const mighty = page.getByRole("listitem", { name: ".signalbox/bots/might.yaml" });
  await expect(mighty).toContainText("it would do anything without being asked");
  await mighty.getByText("What it says").click();
  await expect(mighty).toContainText("Added: prompt: Do it all");
  await mighty.getByRole("button", { name: "Approve it" }).press("Enter");
  await expect(mighty).toContainText("in step");
  await expect(mighty.getByRole("link", { name: "Mighty" })).toBeVisible();

  const { items } = await (await box.server.fetch("/api/bots?limit=200")).json();
  const bot: Bot = items.find(({ content }: Bot) => content.name === "Tour of it");
  const mine = { ...bot.content, prompt: "Look here" };
  await send(box, "PUT", `/api/bots/${bot.id}`, { version: bot.version, content: mine, enabled: true });
  await expect(tour).toContainText("changed here");
  push({ "tour.yaml": "name: Tour of it\nprompt: Look there\nworkspace: clone\n" });
  await lookNow(page, "repository-of-bots");
  await expect(tour).toContainText("changed here and there");
  await tour.getByText("What differs").click();
  await expect(tour).toContainText("Removed: prompt: Look here");
  await expect(tour).toContainText("Added: prompt: Look there");
  await isSound(page);
  await tour.getByRole("button", { name: "Keep mine" }).press("Enter");
  await expect(tour).toContainText("kept as it is here");
  await tour.getByRole("button", { name: "Take the repository's" }).press("Enter");
  await expect(tour).toContainText("in step");

  push({ "tour.yaml": null });
  await lookNow(page, "repository-of-bots");
  await expect(tour).toContainText("gone from the repository");
  await expect(tour).toContainText("off");
  await tour.getByRole("button", { name: "Forget the file" }).press("Enter");
  await expect(tour).toBeHidden();
});

test("what a branch or a working tree says changes no bot, and it can be switched off", async ({
  box,
  signedIn: page,
}) => {
  const { path, push } = await aProject(box, "branch-of-bots");
  push({ "a.yaml": "name: Quiet one\nprompt: Look\n" });
  await openRepositories(page);
  await page.getByLabel("Take bots from the repository of").selectOption({ label: "branch-of-bots" });
  await page.getByRole("button", { name: "Take them from there" }).click();
  const panel = page.getByRole("region", { name: "branch-of-bots" });
  await expect(panel.getByRole("listitem")).toHaveCount(1);
  git(path, "checkout", "--quiet", "-b", "hostile");
  writeFileSync(join(path, ".signalbox/bots/b.yaml"), "name: Evil\nprompt: Go\n");
  git(path, "add", "--all");
  git(path, "commit", "--quiet", "--message=Hostile");
  git(path, "push", "--quiet", "origin", "hostile");
  writeFileSync(join(path, ".signalbox/bots/a.yaml"), "name: Evil\nprompt: Go\n");
  await lookNow(page, "branch-of-bots");
  await expect(panel.getByRole("listitem")).toHaveCount(1);
  await expect(panel.getByRole("listitem")).toContainText("in step");
  await expect(panel).toContainText("main at ");
  await panel.getByRole("switch").press("Space");
  await expect(panel).toContainText("nothing is taken from there by now");
  await expect(panel.getByRole("button", { name: "Look now" })).toBeHidden();
});

test("on a phone in the dark repositories of bots fit, and are sound", async ({ box, signedIn: page }) => {
  const { push } = await aProject(box, "phone-of-bots");
  push({ [`${"a-long-name-".repeat(7)}.yaml`]: `name: ${"Long".repeat(25)}\nprompt: Go\naccess: full\n` });
  const { items } = await (await box.server.fetch("/api/projects?limit=200")).json();
  const { id } = items.find(({ name }: { name: string }) => name === "phone-of-bots");
  await send(box, "PUT", `/api/projects/${id}/bot-sync`, { version: 0, enabled: true, enablesNew: false });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${box.server.url}/bots/repositories`);
  const panel = page.getByRole("region", { name: "phone-of-bots" });
  await panel.getByText("What it says").click();
  await expect(panel).toContainText("waits for your word");
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
});
