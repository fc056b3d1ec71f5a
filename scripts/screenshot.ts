/** Takes the pictures of `docs/screenshots` from the demo, in a real Chromium: `node_modules/.bin/node scripts/screenshot.ts`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import browserTests from "../apps/web/playwright.config.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "docs", "screenshots");
const desk = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

const pictures: readonly { name: string; options: BrowserContextOptions }[] = [
  { name: "now-light", options: { viewport: desk, colorScheme: "light" } },
  { name: "now-dark", options: { viewport: desk, colorScheme: "dark" } },
  {
    name: "now-phone",
    options: { viewport: phone, colorScheme: "light", deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  },
];

const demo = spawn(process.execPath, [join(root, "apps/server/src/main.ts"), "--demo", "--port", "0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(demo, "exit");
try {
  const [line] = await once(createInterface(demo.stdout), "line");
  const signInLink = /\S+#\S+$/.exec(String(line))?.[0];
  if (signInLink === undefined) throw new Error(`The demo printed no sign-in link: ${line}`);
  await using browser = await chromium.launch(browserTests.use?.launchOptions);
  await takePictures(browser, signInLink);
} finally {
  demo.kill("SIGTERM");
  await ended;
}

async function takePictures(browser: Browser, signInLink: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const door = await browser.newContext();
  const page = await door.newPage();
  await page.goto(signInLink);
  await boardIsThere(page);
  const storageState = await door.storageState();
  for (const { name, options } of pictures) {
    const context = await browser.newContext({ ...options, storageState });
    const shown = await context.newPage();
    await shown.goto(new URL("/", signInLink).href);
    await boardIsThere(shown);
    const path = join(folder, `${name}.png`);
    await shown.screenshot({ path, animations: "disabled" });
    await context.close();
    console.log(path);
  }
}

/** The longest wait of the demo is on the page, in its own fonts. */
async function boardIsThere(page: Page): Promise<void> {
  await page.getByText("git push --force-with-lease", { exact: false }).first().waitFor();
  await page.evaluate("document.fonts.ready.then(() => true)");
}
