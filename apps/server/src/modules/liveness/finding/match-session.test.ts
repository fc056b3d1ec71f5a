import { expect, test } from "vitest";
import { type CliProcess, matchByFolder, ownWord } from "./match-session.ts";

const process: CliProcess = {
  ...{
    backend: "codex",
    pid: 7,
    birth: "boot:1",
    startedAt: 9_000,
    cwd: "/home/ada/shop",
    folder: "/home/ada/.codex",
  },
  ...{
    pane: null,
    registered: null,
    registeredPath: null,
    registers: false,
    beginsSession: false,
    headless: false,
    named: null,
    openFile: null,
  },
};
const written = (sessionId: string, cwd = "/home/ada/shop") => ({
  ...{ path: `/${sessionId}.jsonl`, sessionId, cwd, began: 10_000, writtenAt: 20_000, headless: false },
});
const alone = { beside: [], recent: [], taken: new Set<string>() };

test("a process that says which session is its own is believed, whatever was written in its folder", () => {
  const registered = { sessionId: "r", cwd: null, began: null, waitsSince: null };
  expect(ownWord({ ...process, registered, registeredPath: "/r" })).toMatchObject({
    sessionId: "r",
    transcriptPath: "/r",
  });
  expect(ownWord({ ...process, openFile: { path: "/o", sessionId: "o" }, named: "n" })).toMatchObject({
    sessionId: "o",
  });
  expect(ownWord({ ...process, named: "n" })).toMatchObject({ sessionId: "n", by: "its command line" });
  expect(ownWord(process)).toBeNull();
});

test("the only process in a folder has the only session that was written there since it began", () => {
  const recent = [written("elsewhere", "/home/ada"), written("own")];
  expect(matchByFolder(process, { ...alone, recent })).toMatchObject({ sessionId: "own" });
});

test("a session that was made without a terminal is none of a process in one", () => {
  const recent = [
    { ...written("headless"), headless: true },
    { ...written("own"), headless: null },
  ];
  expect(matchByFolder(process, { ...alone, recent })).toMatchObject({ sessionId: "own" });
});

test("a session that another process has open is not taken for it", () => {
  const recent = [written("another's"), written("own")];
  expect(matchByFolder(process, { ...alone, recent, taken: new Set(["another's"]) })).toMatchObject({
    sessionId: "own",
  });
});

test("of several in a folder each has the session that began as it started, where its CLI begins one then", () => {
  const [first, second] = [
    { ...process, beginsSession: true },
    { ...process, beginsSession: true, startedAt: 60_000 },
  ];
  const recent = [
    { ...written("own"), began: 10_000 },
    { ...written("another's"), began: 61_000 },
  ];
  expect(matchByFolder(first, { ...alone, recent, beside: [second] })).toMatchObject({ sessionId: "own" });
  expect(matchByFolder(second, { ...alone, recent, beside: [first] })).toMatchObject({
    sessionId: "another's",
  });
  const later = [{ ...written("later"), began: 90_000 }];
  const close = { ...second, startedAt: 11_000 };
  for (const [one, seen, other] of [
    [first, later, second],
    [first, recent, close],
    [{ ...first, beginsSession: false }, recent, second],
  ] as const)
    expect(matchByFolder(one, { ...alone, recent: seen, beside: [other] })).toMatchObject({ kind: "doubt" });
});

test.each([
  [
    "another one is in its folder",
    process,
    { ...alone, beside: [{ startedAt: 9_500 }], recent: [written("whose")] },
    "2 processes are in",
  ],
  [
    "its CLI would have written it down",
    { ...process, registers: true },
    { ...alone, recent: [written("s")] },
    "has not written down",
  ],
  [
    "one that has gone may have written one of two",
    process,
    { ...alone, recent: [written("newest"), written("older")] },
    "several sessions were written",
  ],
  [
    "one from before it was only touched",
    process,
    { ...alone, recent: [{ ...written("old"), began: 1_000 }] },
    "no session was written",
  ],
  ["nothing was written", process, alone, "no session was written"],
  [
    "its folder can't be read",
    { ...process, cwd: null },
    { ...alone, recent: [written("s")] },
    "can't be read",
  ],
])("no match is made where %s, and it is said why", (_, one, around, reason) => {
  expect(matchByFolder(one, around)).toMatchObject({
    kind: "doubt",
    reason: expect.stringContaining(reason),
  });
});
