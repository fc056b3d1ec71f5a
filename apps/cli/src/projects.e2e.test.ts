import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnServer, ownServer } from "./testing/own-server.ts";

let server: OwnServer;
let signalbox: OwnServer["signalbox"];
beforeAll(async () => {
  server = await ownServer();
  ({ signalbox } = server);
  expect(await signalbox("up")).toMatchObject({ code: 0, err: "" });
});
afterAll(() => server.remove());

function aRepository(name: string): string {
  const path = join(server.folder, name);
  mkdirSync(path);
  execFileSync("git", ["init", "--quiet"], { cwd: path });
  return path;
}

test("a project is added, changed and listed from the command line", async () => {
  expect((await signalbox("projects", "list")).out).toMatch(/^No project yet\. Add one/);
  const path = aRepository("shop");
  expect(await signalbox("projects", "add", path)).toMatchObject({
    code: 0,
    out: `shop (shop) at ${path}\n`,
  });
  expect(
    (await signalbox("projects", "edit", "shop", "--name", "The shop", "--description", "Sells")).out,
  ).toBe(`The shop (shop) at ${path}\n`);
  expect((await signalbox("projects", "add", "--remote", "git@example.org:ada/later.git")).out).toBe(
    "later (later) at git@example.org:ada/later.git\n",
  );
  expect((await signalbox("projects", "list")).out).toMatch(
    /^PROJECT +NAME +LIVE +SEEN +WORKTREE OF +WHERE\nlater +later .*\nshop +The shop +0 +- +- +\//,
  );
  const { items } = JSON.parse((await signalbox("projects", "list", "--json")).out);
  expect(items).toMatchObject([{ path: null }, { name: "The shop", description: "Sells", path }]);
});

test("what can't be added is told in one line, with what to do", async () => {
  const path = aRepository("twice");
  await signalbox("projects", "add", path);
  expect(await signalbox("projects", "add", path)).toMatchObject({
    code: expect.any(Number),
    err: expect.stringContaining(`${path} is the project twice already`),
  });
  expect((await signalbox("projects", "add", join(path, "none"))).err).toContain("There is no folder");
  expect((await signalbox("projects", "add")).code).toBe(2);
  expect((await signalbox("projects", "edit", "nothing", "--name", "x")).code).toBe(2);
  expect((await signalbox("projects", "edit", "twice")).code).toBe(2);
});
