import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { aSentry } from "../platform/reports/sentry.testing.ts";

/** A process of its own that opens its log as the server does, and falls. */
async function fall(env: Record<string, string>) {
  const home = temporaryFolder("fall");
  onTestFinished(() => removeFolder(home));
  const [log, config] = ["./server-log.ts", "./config.ts"].map((file) => new URL(file, import.meta.url).href);
  const script = `
    const { openServerLog } = await import(${JSON.stringify(log)});
    const { readConfig } = await import(${JSON.stringify(config)});
    openServerLog(readConfig([]));
    setTimeout(() => { throw new RangeError("fell over") });
    setTimeout(() => {}, 60_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { PATH: process.env.PATH, SIGNALBOX_HOME: home, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(child, "close");
  return { code, said, log: readFileSync(join(home, "logs", "server.log"), "utf8") };
}

test("a crash is in the log, is said, and is reported before the process ends, where somebody wants that", async () => {
  const sentry = await aSentry();
  onTestFinished(() => sentry.close());
  const fallen = await fall({ SENTRY_DSN: sentry.dsn });
  expect(fallen.code).toBe(1);
  expect(fallen.said).toContain("RangeError: fell over");
  expect(fallen.log).toContain("the server fell");
  expect(sentry.reports).toMatchObject([
    { level: "fatal", exception: { values: [{ type: "RangeError", value: "fell over" }] } },
  ]);
});

test("a crash ends the process at once where nobody wants reports", async () => {
  const fallen = await fall({});
  expect(fallen.code).not.toBe(0);
  expect(fallen.said).toContain("RangeError: fell over");
  expect(fallen.log).toContain("the server fell");
});
