import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventHistory } from "../../platform/events/event-history.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { projectRules } from "./default-rules.ts";
import type { ProjectCounts } from "./ports.ts";
import { createProjects, type ProjectsOptions } from "./projects.module.ts";
import { createProjectsService } from "./projects.service.ts";

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "signalbox-projects-"));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

const log = pino({ level: "silent" });
const anHour = 3_600_000;

/** Projects of a machine, with the time in the test's hands. */
const aMachine = async (options: Partial<ProjectsOptions> & { home?: string } = {}) => {
  const home = options.home ?? (await mkdtemp(join(folder, "home-")));
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const events = createEventLog({ db, log });
  const rules = projectRules(
    { userHome: "/home/ada", temporaryFolder: "/nowhere", configurationFolders: [] },
    {
      temporaryFolders: [],
    },
  );
  const audit = { record: async () => {} };
  const history = createEventHistory(db.read);
  const machine = { db, events, history, clock, log, rules, home, audit };
  const all = { ...machine, countsOf: async () => new Map(), ...options };
  const projects = createProjects(all);
  await projects.service.start?.();
  const service = createProjectsService({ ...all, hostId: projects.api.hostId });
  return { ...projects.api, service, home, pass: (ms: number) => (now += ms), events };
};

const aFolder = async (name: string, ...markers: string[]) => {
  const path = join(await mkdtemp(join(folder, "work-")), name);
  await mkdir(path);
  for (const marker of markers) await writeFile(join(path, marker), "");
  return path;
};

test("a machine is the same host after a restart, and another one with another state folder", async () => {
  const first = await aMachine();
  const again = await aMachine({ home: first.home });
  const other = await aMachine();
  expect(again.hostId()).toBe(first.hostId());
  expect(other.hostId()).not.toBe(first.hostId());
});

test("work in a new folder makes its project, and tells it once", async () => {
  const machine = await aMachine();
  const path = await aFolder("Shop Front", "package.json");
  const before = (await machine.events.range()).newest;

  const place = await machine.placeOf(join(path, "src"), "request-1");
  const again = await machine.placeOf(path, "request-2");

  expect(again.projectId).toBe(place.projectId);
  expect(await machine.service.get(place.projectId ?? "")).toMatchObject({
    hostId: machine.hostId(),
    name: "Shop Front",
    path,
    liveAgents: 0,
    lastSeenAt: null,
  });
  expect(await machine.events.read(before, {}, 10)).toMatchObject([
    {
      type: "project.discovered",
      projectId: place.projectId,
      subject: { kind: "project", id: place.projectId },
      correlationId: "request-1",
      data: { name: "Shop Front", path },
    },
  ]);
});

test("folders of the same name get slugs of their own, also when they are found at once", async () => {
  const machines = [await aMachine(), await aMachine(), await aMachine()];
  const paths = await Promise.all(Array.from({ length: 4 }, () => aFolder("Same Name")));
  const before = (await db.read.selectFrom("events").select("position").execute()).length;

  const places = await Promise.all(
    paths.flatMap((path) =>
      machines.flatMap((machine) => [machine.placeOf(path), machine.placeOf(`${path}/src`)]),
    ),
  );
  const ids = [...new Set(places.map((place) => place.projectId ?? ""))];
  const projects = await Promise.all(ids.map((id) => machines[0]?.service.get(id)));

  // Unmarked folders are projects themselves, those inside too: per machine four and four.
  expect(new Set(projects.map((project) => `${project?.hostId} ${project?.path}`)).size).toBe(24);
  expect(new Set(projects.map((project) => project?.slug)).size).toBe(24);
  expect((await db.read.selectFrom("events").select("position").execute()).length - before).toBe(24);
});

test("two servers that share a host find one project for one folder", async () => {
  const first = await aMachine();
  const second = await aMachine({ home: first.home });
  const path = await aFolder("raced");
  const places = await Promise.all([first.placeOf(path), second.placeOf(path)]);
  expect(places[0]?.projectId).toBe(places[1]?.projectId);
});

test("a known folder is answered from memory, at once", async () => {
  const machine = await aMachine();
  const path = await aFolder("known");
  const looked = machine.placeOf(path);
  expect(looked).toBeInstanceOf(Promise);
  expect(machine.placeOf(path)).toEqual(looked);
  const place = await looked;
  expect(machine.placeOf(path)).toEqual(place);
});

test("a switched branch shows after a short while, without anybody waiting for it", async () => {
  const machine = await aMachine();
  const path = await aFolder("branches");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", path]);
  expect(await machine.placeOf(path)).toMatchObject({ branch: "main" });
  await writeFile(join(path, ".git", "HEAD"), "ref: refs/heads/next\n");

  machine.pass(6_000);
  expect(machine.placeOf(path)).toMatchObject({ branch: "main" });
  await expect.poll(() => machine.placeOf(path)).toMatchObject({ branch: "next" });
});

test("a folder that became part of a repository moves there once it was not used for a while", async () => {
  const machine = await aMachine();
  const path = await aFolder("early");
  const inside = join(path, "deep");
  const early = await machine.placeOf(inside);
  execFileSync("git", ["init", "--quiet", path]);
  machine.pass(anHour);
  const late = await machine.placeOf(inside);
  expect(late.projectId).not.toBe(early.projectId);
  expect(await machine.service.get(late.projectId ?? "")).toMatchObject({ path });
});

test("an empty folder of git's name marks no project", async () => {
  const machine = await aMachine();
  const path = await aFolder("sandboxed");
  const inside = join(path, "shop");
  await mkdir(join(path, ".git"));
  const place = await machine.placeOf(inside);
  expect(await machine.service.get(place.projectId ?? "")).toMatchObject({ path: inside });
});

test("work that belongs to no project still has its host", async () => {
  const machine = await aMachine();
  const nowhere = { hostId: machine.hostId(), projectId: null, branch: null };
  expect(machine.placeOf(null)).toEqual(nowhere);
  expect(await machine.placeOf("/home/ada")).toEqual(nowhere);
});

test("a path that nobody can work in gives no project, and costs nothing", async () => {
  const machine = await aMachine();
  const nowhere = { hostId: machine.hostId(), projectId: null, branch: null };
  expect(machine.placeOf(`/${"a/".repeat(1_000_000)}`)).toEqual(nowhere);
  expect(machine.placeOf("not/absolute")).toEqual(nowhere);
  expect(machine.placeOf("")).toEqual(nowhere);
  expect(await machine.placeOf(`/deep${"/d".repeat(1_000)}`)).toMatchObject({ branch: null });
});

test("projects are listed by name, page by page, with what goes on in them", async () => {
  const counts = new Map<string, ProjectCounts>();
  const machine = await aMachine({ countsOf: async () => counts });
  const names = ["zebra", "Äpfel", "apple", "Banana", "banana"];
  for (const name of names) await machine.placeOf(await aFolder(name));
  const seen = new Date("2026-11-21T09:00:00.000Z");

  const listed = [];
  let cursor: string | undefined;
  do {
    const page = await machine.service.list({ limit: 2, cursor });
    for (const project of page.items) counts.set(project.id, { live: 2, awaitingInput: 1, lastSeenAt: seen });
    listed.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);

  const own = listed.filter((project) => project.hostId === machine.hostId());
  expect(own.map((project) => project.name).toSorted()).toEqual(names.toSorted());
  const lower = own.map((project) => project.name.toLowerCase());
  expect(lower.indexOf("apple")).toBeLessThan(lower.indexOf("banana"));
  expect(lower.indexOf("banana")).toBeLessThan(lower.indexOf("zebra"));
  const id = own[0]?.id ?? "";
  expect(await machine.service.get(id)).toMatchObject({
    liveAgents: 2,
    awaitingInput: 1,
    lastSeenAt: seen.toISOString(),
  });
  expect([...(await machine.namesOf([id, machine.hostId()])).keys()]).toEqual([id]);
});

test("a project that does not exist is not found", async () => {
  const machine = await aMachine();
  await expect(machine.service.get(machine.hostId())).rejects.toMatchObject({ code: "projects.not_found" });
});
