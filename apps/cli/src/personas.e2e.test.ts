import { writeFileSync } from "node:fs";
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

test("a persona is made, changed, archived and listed from the command line", async () => {
  expect((await signalbox("personas", "list")).out).toMatch(/^No persona yet\. Make one/);
  const skill = join(server.folder, "skill.md");
  writeFileSync(skill, "Test first.\n");
  expect(await signalbox("personas", "add", "Tester", "Con", "--skill-file", skill)).toMatchObject({
    code: 0,
    out: "Con (tester-con-1)\n",
  });
  expect((await signalbox("personas", "edit", "con", "--name", "Connie", "--description", "Tests")).out).toBe(
    "Connie (tester-con-1)\n",
  );
  expect((await signalbox("personas", "list")).out).toMatch(
    /^PERSONA +NAME +ROLE +STATUS +CHANGED +WHAT FOR\ntester-con-1 +Connie +tester +active +.*Tests/,
  );
  const edited = await signalbox("personas", "edit", "tester-con-1", "--status", "archived", "--json");
  expect(JSON.parse(edited.out)).toMatchObject({ status: "archived", skill: "Test first." });
});

test("what can't be made or found is told in one line", async () => {
  expect((await signalbox("personas", "add", "tester", "")).code).not.toBe(0);
  expect(await signalbox("personas", "add", "tester", "X", "--skill-file", "/nowhere")).toMatchObject({
    code: 2,
    err: expect.stringContaining("/nowhere could not be read"),
  });
  expect(await signalbox("personas", "edit", "nobody", "--name", "x")).toMatchObject({
    code: 2,
    err: expect.stringContaining("There is no persona nobody"),
  });
  for (const role of ["one", "two"]) await signalbox("personas", "add", role, "Twin");
  expect((await signalbox("personas", "edit", "twin", "--name", "x")).err).toContain(
    "Several personas are called twin: one-twin-1, two-twin-1",
  );
});
