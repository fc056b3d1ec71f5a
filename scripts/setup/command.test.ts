import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const command = join(import.meta.dirname, "..", "..", "bin", "signalbox");

/** A checkout in a folder with a space in its name, with a CLI that tells its arguments. */
function checkout() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const root = join(folder, "a checkout");
  cpSync(command, join(root, "bin", "signalbox"));
  mkdirSync(join(root, "apps", "cli", "src"), { recursive: true });
  writeFileSync(join(root, "apps", "cli", "src", "main.ts"), "console.log(process.argv.slice(2).join('|'));");
  return { folder, root };
}

function install(root: string): void {
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules", ".bin", "node"));
}

const run = (path: string, ...args: string[]) =>
  spawnSync(path, args, { encoding: "utf8", env: { PATH: process.env.PATH } });

test("the command runs the CLI from wherever it is linked to", () => {
  const { folder, root } = checkout();
  install(root);
  symlinkSync(join("a checkout", "bin", "signalbox"), join(folder, "relative"));
  symlinkSync(join(folder, "relative"), join(folder, "absolute"));
  for (const path of [join(root, "bin", "signalbox"), join(folder, "relative"), join(folder, "absolute")]) {
    expect(run(path, "agents", "two words")).toMatchObject({
      status: 0,
      stdout: "agents|two words\n",
      stderr: "",
    });
  }
});

test("before anything is installed, the command says in one line what to do", () => {
  const { root } = checkout();
  const { status, stdout, stderr } = run(join(root, "bin", "signalbox"), "status");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^signalbox: .*npm start.*\n$/);
});
