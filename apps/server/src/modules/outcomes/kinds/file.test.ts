import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { writeInside } from "./file.ts";

function aFolder() {
  const around = temporaryFolder("file-outcome");
  onTestFinished(() => removeFolder(around));
  const folder = join(around, "project");
  mkdirSync(join(folder, "docs"), { recursive: true });
  mkdirSync(join(around, "outside"));
  return { folder, outside: join(around, "outside") };
}

test("a file is written with the folders on its way, and again", async () => {
  const { folder } = aFolder();
  await writeInside(folder, "docs/reports/today.md", "one");
  await writeInside(folder, "docs/reports/today.md", "two");
  expect(readFileSync(join(folder, "docs/reports/today.md"), "utf8")).toBe("two");
});

test.each([
  "../x",
  "/etc/x",
  "docs/../../x",
  "",
  "docs/",
  ".git/hooks/post-commit",
  "docs/.GIT/config",
  "a\\..\\x",
])("%j does not stay in the folder", async (path) => {
  const { folder } = aFolder();
  await expect(writeInside(folder, path, "x")).rejects.toMatchObject({ code: "outcomes.outside" });
});

test("links do not lead out of the folder", async () => {
  const { folder, outside } = aFolder();
  symlinkSync(outside, join(folder, "docs/far"));
  writeFileSync(join(outside, "there.txt"), "as it was");
  symlinkSync(join(outside, "there.txt"), join(folder, "link.txt"));
  for (const path of ["docs/far/x.md", "docs/far/new/x.md", "link.txt"])
    await expect(writeInside(folder, path, "x")).rejects.toMatchObject({ code: "outcomes.outside" });
  expect(readdirSync(outside)).toEqual(["there.txt"]);
  expect(readFileSync(join(outside, "there.txt"), "utf8")).toBe("as it was");
});
