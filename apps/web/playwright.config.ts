import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const usual = "/usr/bin/chromium";
const chromium = process.env.SIGNALBOX_TEST_CHROMIUM ?? (existsSync(usual) ? usual : undefined);

/** The built app in a real Chromium, against real servers: each worker starts its own. */
export default defineConfig({
  testDir: "./tests",
  testMatch: "*.e2e.ts",
  globalSetup: "./tests/build-app.ts",
  fullyParallel: false,
  workers: 2,
  // Real browsers and real programs share two cores: a deadline missed once is tried again, and named.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  outputDir: "./test-results",
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
