import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHookFolder } from "./hook-folder.ts";

let home: string;
beforeEach(() => {
  home = temporaryFolder("hook-folder");
});
afterEach(() => removeFolder(home));

const port = () => readFile(join(home, "hook", "port"), "utf8").catch(() => null);

test("a server takes its own port away", async () => {
  const folder = createHookFolder(home);
  await folder.writePort(7373);
  expect(await port()).toBe("7373\n");
  await folder.removePort();
  await folder.removePort();
  expect(await port()).toBeNull();
});

test("a server leaves the port of the one that came to its place", async () => {
  const first = createHookFolder(home);
  await first.writePort(7373);
  await createHookFolder(home).writePort(7374);
  await first.removePort();
  expect(await port()).toBe("7374\n");
});
