import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { appendEvents, finishFile, listDrafts, newDraft, takeOver } from "./event-file.ts";

const events = (...positions: string[]) =>
  positions.map((position) => ({
    ...{ id: position, position, type: "note.written", version: 1, at: "2026-01-02T03:04:05.000Z" },
    ...{ actor: "system", subject: { kind: "note", id: "n" }, correlationId: "c", causationId: null },
    ...{ projectId: null, agentId: null, commandId: null, turnId: null, data: {} },
  }));

test("a worker that wakes after another took its export over spoils nothing of it", async () => {
  const folder = temporaryFolder("exports");
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, "events-one.ndjson");
  const [sleeping, awake] = [newDraft(path), newDraft(path)];
  const first = await appendEvents(sleeping, undefined, events("1", "2"));
  const taken = await takeOver(awake, { ...first, draft: basename(sleeping) });
  const second = await appendEvents(awake, taken, events("3", "4"));
  await appendEvents(sleeping, first, events("3"));
  await appendEvents(awake, second, events("5"));
  await finishFile(awake, path);
  const lines = readFileSync(path, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).position)).toEqual(["1", "2", "3", "4", "5"]);
  await expect(appendEvents(sleeping, first, events("3"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a draft that goes between two looks at its folder is left out", async () => {
  const folder = temporaryFolder("exports");
  onTestFinished(() => removeFolder(folder));
  writeFileSync(join(folder, "events-one.ndjson.a.part"), "{}");
  symlinkSync(join(folder, "gone"), join(folder, "events-two.ndjson.b.part"));
  expect(await listDrafts(folder)).toMatchObject([{ name: "events-one.ndjson.a.part", bytes: 2 }]);
});
