import { once } from "node:events";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, test as base, expect, openBox } from "./box.ts";

interface Address {
  url: string;
  says: { status: number; body: string };
}

const test = base.extend<{ own: Box; address: Address; folder: string }>({
  /** A server that may ask addresses of this machine. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox({ env: { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" } });
    await use(box);
    await box.server.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  address: async ({}, use) => {
    const says = { status: 200, body: '{"version":"1.0"}' };
    const server = createServer((_, response) => response.writeHead(says.status).end(says.body));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    await use({ url: `http://127.0.0.1:${port}/releases`, says });
    server.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  folder: async ({}, use) => {
    const folder = temporaryFolder("watched");
    await use(folder);
    removeFolder(folder);
  },
});

test.slow();

test("a trigger on an address is made by keyboard, what is wrong is told beside its field, and a change begins", async ({
  own: box,
  address,
  page,
}) => {
  const bot = await makeBot(box, { prompt: "Look at {{ found }}", variables: [{ name: "found" }] });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/${bot.id}/triggers/new`);
  await page.getByRole("radio", { name: "Address" }).press("Space");
  const [url, minutes, compare] = [
    page.getByRole("textbox", { name: "Address" }),
    page.getByLabel("Every so many minutes"),
    page.getByLabel("What is compared"),
  ];
  await isSound(page);
  await url.fill("nowhere");
  await minutes.fill("0");
  await page.keyboard.press("Enter");
  await expect(url).toHaveAccessibleDescription(/must be an address/);
  await expect(minutes).toHaveAccessibleDescription(/1/);
  await expect(url).toBeFocused();
  await url.fill(address.url);
  await minutes.fill("1");
  await compare.fill("version.[");
  await page.keyboard.press("Enter");
  await expect(compare).toHaveAccessibleDescription(/^Syntax error/);
  await expect(compare).toBeFocused();
  await compare.fill("version");
  await page.keyboard.press("Enter");

  const sentence = `Where version of what ${address.url} answers changes, asked every minute`;
  await expect(page.getByRole("link", { name: sentence })).toBeVisible();
  await expect(page.getByText(/Address, asked next/)).toBeVisible();
  await isSound(page);
  await page.getByRole("link", { name: sentence }).press("Enter");
  await expect(page.getByText("Nothing came yet")).toBeVisible();

  // Each time it is written it is asked at once.
  const save = page.getByRole("button", { name: "Save" });
  address.says.status = 503;
  await save.press("Enter");
  await expect(page.getByText("It can't find out: It answers 503")).toBeVisible({ timeout: 20_000 });
  await isSound(page);
  Object.assign(address.says, { status: 200, body: '{"version":"1.1"}' });
  await save.press("Enter");
  const did = page.getByRole("list", { name: "What it did" });
  await expect(did).toContainText(/Started.*answered something new/, { timeout: 20_000 });
  await expect(page.getByText("It can't find out")).toHaveCount(0);
});

test("a trigger on files is made, a folder that goes is told, and a file that is written begins", async ({
  own: box,
  folder,
  page,
}) => {
  const root = join(folder, "shop");
  await mkdir(join(root, "src"), { recursive: true });
  await writeFile(join(root, "package.json"), "{}");
  const project = await send<{ id: string; name: string }>(box, "POST", "/api/projects", {
    path: root,
    name: "Shop",
  });
  const bot = await makeBot(box, { prompt: "Look at {{ paths }}", variables: [{ name: "paths" }] });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/${bot.id}/triggers/new`);
  await page.getByRole("radio", { name: "Files" }).press("Space");
  await isSound(page);
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  const choice = page.getByRole("combobox", { name: "Project" });
  await expect(choice).toHaveAccessibleDescription(/must be a project/);
  await choice.selectOption(project.name);
  await page.getByRole("textbox", { name: "Files" }).fill("src/**");
  await page.getByLabel("Quiet for, in seconds").fill("1");
  await page.keyboard.press("Enter");

  const link = page.getByRole("link", { name: "Where src/** of Shop changed" });
  await expect(link).toBeVisible();
  await isSound(page);
  await link.press("Enter");
  await rename(root, `${root}-away`);
  await expect(page.getByText(/It can't find out: The folder .* is not there/)).toBeVisible({
    timeout: 20_000,
  });
  await isSound(page);
  await rename(`${root}-away`, root);
  await expect(page.getByText("It can't find out")).toHaveCount(0, { timeout: 20_000 });
  await writeFile(join(root, "src/cart.ts"), "export {};\n");
  const did = page.getByRole("list", { name: "What it did" });
  await expect(did).toContainText(/Started.*a file of Shop changed/, { timeout: 20_000 });
});

test("an address is shown a header that the page never shows again, until it is taken back", async ({
  own: box,
  page,
}) => {
  const heard: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    heard.push(headers.authorization);
    response.end("one");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const bot = await makeBot(box, { prompt: "Look", variables: [] });
  const content = { kind: "poll", url: `http://127.0.0.1:${port}/` };
  const made = await send<{ id: string }>(box, "POST", `/api/bots/${bot.id}/triggers`, { content });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/${bot.id}/triggers/${made.id}`);
  const panel = page.getByRole("region", { name: "Authorization" });
  await panel.getByRole("button", { name: "Give a header" }).press("Enter");
  const field = page.getByRole("dialog").getByLabel("What it says");
  await expect(field).toHaveAttribute("type", "password");
  await field.fill("Bearer of-no-known-shape");
  await isSound(page);
  await page.keyboard.press("Enter");
  await expect(panel).toContainText("The address is shown an Authorization header");
  await expect.poll(() => heard.at(-1)).toBe("Bearer of-no-known-shape");
  expect(await page.content()).not.toContain("of-no-known-shape");
  await isSound(page);
  await panel.getByRole("button", { name: "Take it back" }).press("Enter");
  await expect(panel).toContainText("without a key");
  await expect.poll(() => heard.at(-1)).toBeUndefined();
  server.close();
});
