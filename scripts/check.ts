/** `npm run check`: the gate. Everything but the tests, in one command; says all that is wrong at once. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { checkArchitecture } from "./architecture/check.ts";
import { describeViolation } from "./architecture/violation.ts";

const root = join(import.meta.dirname, "..");

/** One part of the gate: what it found to complain about, nothing where all is well. */
interface Check {
  name: string;
  run(): Promise<string>;
}

const checks: readonly Check[] = [
  tool("format and lint", "@biomejs/biome/bin/biome", "check", "--error-on-warnings", "--colors=off"),
  tool("types", "typescript/bin/tsc", "-p", "tsconfig.json"),
  tool("types of the web app", "typescript/bin/tsc", "-p", "apps/web/tsconfig.json"),
  tool("dead code and dependencies", "knip/bin/knip.js", "--no-progress", "--no-config-hints"),
  {
    name: "architecture",
    run: async () => checkArchitecture(root).violations.map(describeViolation).join("\n"),
  },
];

const complaints = await Promise.all(checks.map(report));
process.exitCode = complaints.every((complaint) => complaint === "") ? 0 : 1;

async function report(check: Check): Promise<string> {
  const start = performance.now();
  const complaint = await check.run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${complaint === "" ? "✓" : "✗"} ${check.name} (${seconds} s)`);
  if (complaint !== "") console.log(`\n${complaint.trimEnd()}\n`);
  return complaint;
}

/** A check by a tool of ours, which exits with 0 where it finds nothing. */
function tool(name: string, script: string, ...args: string[]): Check {
  const run = async () => {
    const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const code = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", resolve);
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return (await code) === 0 ? "" : `${out}${err}` || `${script} exited with ${await code}`;
  };
  return { name, run };
}
