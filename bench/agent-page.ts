/**
 * How the page of an agent with 10,000 turns behaves in a real Chromium, the web app built before by `npm run build`:
 * `node bench/agent-page.ts`.
 */
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { openDatabase } from "../apps/server/src/platform/database/open-database.ts";
import { findChromium } from "../packages/testkit/src/machine.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { firstWord, lastWord, loadLongAgent, longAgent, turns } from "./load/long-agent.ts";
import { loadAverage } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

const samples = 7;
const openTarget = { atMost: 1_000 };
const frameTarget = { atMost: 50 };

const signIn = async (page: Page, server: RunningServer) => {
  const link = /http:\/\/\S+#\S+/.exec(server.output())?.[0];
  if (link === undefined) throw new Error("The server printed no sign-in link");
  await page.addInitScript(() => localStorage.setItem("signalbox.welcome-skipped", "yes"));
  await page.goto(link);
  await page.getByRole("heading", { name: "Now", level: 1 }).waitFor();
};

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await act();
  return performance.now() - began;
};

const newest = (page: Page) => page.getByRole("log", { name: "Turns" }).getByText(lastWord).first();

/** From the address until the newest turn is there and a press is answered. */
const openByAddress = (page: Page, server: RunningServer) =>
  timed(async () => {
    await page.goto(`${server.url}/agents/${longAgent}`);
    await newest(page).waitFor();
    await page.keyboard.press("f");
    await page.getByRole("textbox", { name: "Find in this conversation" }).waitFor();
  });

const openByRow = async (page: Page, server: RunningServer) => {
  await page.goto(`${server.url}/agents`);
  await page.getByRole("link", { name: "A long agent" }).hover();
  // The scripts of other pages come with the first touch.
  await page.waitForLoadState("networkidle");
  return timed(async () => {
    await page.getByRole("link", { name: "A long agent" }).click();
    await newest(page).waitFor();
  });
};

/** Words of the first turn, from a fresh page: what lies between comes with it. */
const findFirst = async (page: Page, server: RunningServer) => {
  await openByAddress(page, server);
  const took = await timed(async () => {
    await page.keyboard.type(firstWord);
    await page.getByRole("log").getByText(firstWord).first().waitFor();
  });
  const loaded = await page.getByRole("log", { name: "Turns" }).locator(".talk__row").count();
  return { took, loaded };
};

const watchFrames = `new Promise((resolve) => {
  const took = [];
  let last = performance.now();
  const next = (now) => {
    took.push(now - last);
    last = now;
    if (took.length < 240) requestAnimationFrame(next);
    else resolve(took);
  };
  requestAnimationFrame(next);
})`;

/** How long frames take while the wheel turns through all that is loaded. */
const scrollThrough = async (page: Page): Promise<number[]> => {
  await page.keyboard.press("Escape");
  const box = await page.getByRole("log", { name: "Turns" }).boundingBox();
  if (box === null) throw new Error("The turns are not on the page");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const frames = page.evaluate<number[]>(watchFrames);
  for (let turn = 0; turn < 80; turn++) await page.mouse.wheel(0, 900);
  return frames;
};

async function measurePage(browser: Browser, server: RunningServer): Promise<Finding[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await signIn(page, server);
  const address: number[] = [];
  const row: number[] = [];
  await openByAddress(page, server);
  for (let run = 0; run < samples; run++) address.push(await openByAddress(page, server));
  for (let run = 0; run < samples; run++) row.push(await openByRow(page, server));
  const finds: number[] = [];
  let rows = 0;
  for (let run = 0; run < 3; run++) {
    const { took, loaded } = await findFirst(page, server);
    finds.push(took);
    rows = loaded;
  }
  const frames = await scrollThrough(page);
  print(`${rows} rows drawn with everything loaded\n`);
  return [
    {
      what: "from its address until a press is answered, median",
      value: median(address),
      unit: "ms",
      target: openTarget,
    },
    { what: "… the slowest", value: Math.max(...address), unit: "ms", target: openTarget },
    { what: "from its row in the list, median", value: median(row), unit: "ms", target: openTarget },
    { what: "to find a word of the first turn and go there, median", value: median(finds), unit: "ms" },
    { what: "a frame while it scrolls with all loaded, median", value: median(frames), unit: "ms" },
    { what: "… p95", value: quantile(frames, 0.95), unit: "ms", target: frameTarget },
  ];
}

if (import.meta.main) {
  const executable = findChromium();
  if (executable.path === null) throw new Error("There is no Chromium to open the page in");
  const folder = temporaryFolder("bench");
  const stateFolder = join(folder, "state");
  const db = await openDatabase({ folder: join(stateFolder, "database") });
  await migrate(db.pool);
  await loadLongAgent(db);
  await db.close();
  const server = await runServer({ stateFolder });
  const browser = await chromium.launch({ executablePath: executable.path, args: ["--no-sandbox"] });
  print(`Load average before: ${loadAverage().toFixed(1)}; ${turns} turns`);
  print(tableOf(await measurePage(browser, server)));
  await browser.close();
  await server.stop();
  removeFolder(folder);
}
