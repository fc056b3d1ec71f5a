/** The scripts a browser fetches for the first page, built before by `npm run build`: `node bench/first-load.ts`. */
import { chromium } from "@playwright/test";
import { findChromium } from "../packages/testkit/src/machine.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { type Finding, print, tableOf } from "./load/report.ts";

/** Follows a sign-in link in a real browser and adds up what its scripts weigh on the wire. */
export async function measureFirstLoad(server: RunningServer): Promise<Finding[]> {
  const executable = findChromium();
  if (executable.path === null) return [];
  const link = /http:\/\/\S+#\S+/.exec(server.output())?.[0];
  if (link === undefined) throw new Error("The server printed no sign-in link");
  const browser = await chromium.launch({ executablePath: executable.path, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const sizes: Promise<number>[] = [];
  const foreign: string[] = [];
  page.on("requestfinished", (request) => {
    if (new URL(request.url()).origin !== server.url) foreign.push(request.url());
    if (request.resourceType() === "script")
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(link);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await browser.close();
  if (foreign.length > 0) throw new Error(`Fetched from another origin: ${foreign.join(", ")}`);
  return [
    {
      what: `script of the first page, as sent (${sizes.length} files)`,
      value: bytes / 1_000,
      unit: "kB",
      target: { atMost: 180 },
    },
  ];
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureFirstLoad(server)));
  await server.stop();
}
