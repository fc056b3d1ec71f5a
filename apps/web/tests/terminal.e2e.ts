import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { type Box, expect, openBox, type Page, test } from "./box.ts";

test.skip(isMissing(findTmux()), "tmux is missing");

const run = promisify(execFile);
const folder = temporaryFolder("panes");
const socket = join(folder, "socket");
const tmux = async (...args: string[]): Promise<string> => {
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm-256color", LC_ALL: "C.UTF-8" };
  return (await run("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env })).stdout.trimEnd();
};

let box: Box;
test.beforeAll(async () => {
  box = await openBox({ env: { SIGNALBOX_TMUX_SOCKETS: socket } });
});
test.afterAll(async () => {
  await tmux("kill-server").catch(() => "");
  await box.server.stop();
  removeFolder(folder);
});

/** An agent whose program runs in a pane of its own, which shows this and then what is typed. */
const agentWith = async (title: string, shown: string, size = ["-x", "80", "-y", "20"]) => {
  const format = "#{pane_id} #{pane_pid}";
  const program = `printf '${shown}'; exec cat`;
  const told = await tmux("new-session", "-d", ...size, "-P", "-F", format, "--", "sh", "-c", program);
  const [pane = "", pid = ""] = told.split(" ");
  const session = box.session();
  const headers = { "x-signalbox-pid": pid, "x-tmux-pane": pane };
  for (const body of [session.started(), session.prompted("p1", title)]) {
    await box.server.fetch("/hooks/claude", { method: "POST", headers, body: JSON.stringify(body) });
  }
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find((agent: { title: string }) => agent.title === title);
  const screen = () => tmux("capture-pane", "-p", "-t", pane);
  return { id, pane, screen };
};

/** What breaks the content security policy is told on the console. */
const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
};

/** A colour of 24 bits, made darker until it can be read on the ground of the day. */
const shownGreen = /^rgb\((\d|1\d), 1\d\d, \d\d\)$/;

const rows = (page: Page) => page.locator(".xterm-rows");
const open = (page: Page, id: string) => page.goto(`${box.server.url}/agents/${id}?tab=terminal`);

test("a pane is watched, searched, driven, and typed into; who only looks on types nothing", async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  const agent = await agentWith(
    "Work in a pane",
    "\\033[38;2;10;200;30mgrün\\033[0m 漢字\\nneedle one\\nneedle two\\n",
  );
  await box.signIn(page);
  await open(page, agent.id);
  await expect(rows(page)).toContainText("grün 漢字");
  await expect(page.getByRole("status").filter({ hasText: "You look on" })).toBeVisible();
  await expect(rows(page).getByText("grün")).toHaveCSS("color", shownGreen);

  await page.locator(".xterm-screen").click();
  await page.keyboard.type("nobody types this");
  await page.getByRole("button", { name: "Find", exact: false }).click();
  await page.getByRole("textbox", { name: "Find in this terminal" }).fill("needle");
  await expect(page.getByText(/\d of 2/)).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("switch", { name: "Drive" }).click();
  await expect(page.getByText("You drive:")).toBeVisible();
  await page.keyboard.type("echo ü $(x)\n");
  await expect(rows(page)).toContainText("echo ü $(x)");
  await expect.poll(agent.screen).toContain("echo ü $(x)\necho ü $(x)");
  expect(await agent.screen()).not.toContain("nobody types this");

  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByRole("switch", { name: "Drive" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("You look on")).toBeVisible();
  await page.locator(".xterm-screen").click();
  await page.keyboard.type("nor this");
  await page.keyboard.press("Tab");
  expect(await agent.screen()).not.toContain("nor this");
  expect(complaints).toEqual([]);
});

test("a link is opened only once its address was read, and no page is changed by what is printed", async ({
  page,
}) => {
  const link = "\\033]8;;https://example.com/elsewhere\\033\\\\press me\\033]8;;\\033\\\\";
  const hostile = "\\033]0;pwned\\007\\033]52;c;cHduZWQ=\\007\\033[c\\033[6n";
  const agent = await agentWith("Linked", `\n'; read line; printf '${hostile}${link} end`);
  await box.signIn(page);
  await open(page, agent.id);
  await page.getByRole("switch", { name: "Drive" }).click();
  await expect(page.getByText("You drive:")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(rows(page)).toContainText("press me end");
  expect(await page.title()).not.toContain("pwned");
  // tmux has answered what programs ask of a terminal, once; the page's own answer would stand beside it.
  const answers = (await agent.screen()).match(/\[\?[\d;]+c|\[\d+;\d+R/g);
  expect(answers).toHaveLength(2);
  const place = await rows(page).getByText("press me").boundingBox();
  const [x, y] = [(place?.x ?? 0) + 10, (place?.y ?? 0) + 5];
  await page.mouse.move(x, y);
  await page.mouse.click(x + 2, y);
  const question = page.getByRole("alertdialog", { name: "Open this address?" });
  await expect(question).toContainText("https://example.com/elsewhere");
  await expect(question.getByRole("link", { name: "Open it" })).toHaveAttribute("rel", "noopener noreferrer");
  await question.getByRole("button", { name: "Stay here" }).click();
  await expect(question).toBeHidden();
});

test("a connection that is lost comes back, with what was printed meanwhile", async ({ page, context }) => {
  const agent = await agentWith("Go on", "before\\n");
  await box.signIn(page);
  await open(page, agent.id);
  await expect(rows(page)).toContainText("before");
  await context.setOffline(true);
  await tmux("send-keys", "-t", agent.pane, "-l", "meanwhile");
  await context.setOffline(false);
  await expect(rows(page)).toContainText("meanwhile");
});

test("a terminal is as wide as the pane, also on a phone, and the pane keeps its size", async ({ page }) => {
  const agent = await agentWith("Wide", "left", ["-x", "90", "-y", "12"]);
  await page.setViewportSize({ width: 360, height: 740 });
  await box.signIn(page);
  await open(page, agent.id);
  await expect(rows(page)).toContainText("left");
  await expect(rows(page).locator("> div")).toHaveCount(12);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await tmux("display-message", "-p", "-t", agent.pane, "#{pane_width}x#{pane_height}")).toBe("90x12");
});

test("without a pane the page says why, and a pane that is closed is told", async ({ page }) => {
  const session = box.session();
  await box.hear(session.started());
  await box.hear(session.prompted("p1", "Without a pane"));
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find((agent: { title: string }) => agent.title === "Without a pane");
  await box.signIn(page);
  await open(page, id);
  await expect(page.getByText("It does not run in tmux")).toBeVisible();
  const agent = await agentWith("Soon closed", "still here");
  await open(page, agent.id);
  await expect(rows(page)).toContainText("still here");
  await tmux("kill-pane", "-t", agent.pane);
  await expect(
    page.getByText("The pane was closed").or(page.getByText("Its process is not watched here")),
  ).toBeVisible();
});

test("the page of an agent fetches the terminal only when it is wanted", async ({ page }) => {
  const agent = await agentWith("Light", "light");
  const scripts: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(request.url());
  });
  await box.signIn(page);
  await page.goto(`${box.server.url}/agents/${agent.id}`);
  await page.getByRole("button", { name: "Terminal", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  const before = scripts.length;
  expect(scripts.some((url) => url.includes("/terminal"))).toBe(false);
  await page.getByRole("button", { name: "Terminal", exact: true }).click();
  await expect(rows(page)).toContainText("light");
  expect(scripts.length).toBeGreaterThan(before);
});
