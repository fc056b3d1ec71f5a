import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDiscovered } from "@signalbox/contract/projects";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventHistory } from "../../platform/events/event-history.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { newEvent } from "../../platform/events/events.ts";
import { projectRules } from "./default-rules.ts";
import type { ProjectCounts } from "./ports.ts";
import { createProjects } from "./projects.module.ts";
import { createProjectsService } from "./projects.service.ts";

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await testDatabase();
  folder = await realpath(await mkdtemp(join(tmpdir(), "signalbox-kept-")));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

const log = pino({ level: "silent" });
const by = { actor: "api_key:test", correlationId: "c" };

async function aMachine(counts = new Map<string, ProjectCounts>()) {
  const home = await mkdtemp(join(folder, "home-"));
  const temporary = await mkdtemp(join(folder, "temporary-"));
  const configuration = await mkdtemp(join(folder, "cli-"));
  const events = createEventLog({ db, log });
  const machine = { userHome: home, temporaryFolder: temporary, configurationFolders: [configuration] };
  const rules = projectRules(machine, { temporaryFolders: [temporary] });
  let now = Date.now();
  const all = {
    ...{ db, events, log, rules, home, countsOf: async () => counts },
    clock: { now: () => new Date(now) },
    audit: { record: async () => {} },
    history: createEventHistory(db.read),
  };
  const projects = createProjects(all);
  await projects.service.start?.();
  const { api } = projects;
  const service = createProjectsService({ ...all, hostId: api.hostId });
  /** The project of work in a folder, looked up anew. */
  const projectIn = async (path: string) => {
    now += 3_600_000;
    const { projectId } = await service.placeOf(path);
    return service.get(projectId ?? "");
  };
  const told = async (id: string) => {
    const found = await events.read(0n, {}, 1_000);
    return found.filter(({ projectId }) => projectId === id).map(({ type }) => type);
  };
  return { service, projectIn, told, events, home, temporary, configuration };
}

const aFolder = async (name: string, ...markers: string[]) => {
  const path = join(await mkdtemp(join(folder, "work-")), name);
  await mkdir(path);
  for (const marker of markers) await writeFile(join(path, marker), "");
  return path;
};

const git = (cwd: string, ...args: string[]) =>
  execFileSync(
    "git",
    ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", ...args],
    {
      cwd,
      stdio: ["ignore", "pipe", "ignore"],
      encoding: "utf8",
    },
  );

async function aRepository(name: string) {
  const path = await aFolder(name);
  git(path, "init", "--quiet", "--initial-branch=main");
  git(path, "commit", "--quiet", "--allow-empty", "-m", "Begin");
  return path;
}

describe("a worktree", () => {
  test("is a project that knows its repository's, which is made where it is not known yet", async () => {
    const { service, projectIn } = await aMachine();
    const main = await aRepository("shop");
    const path = join(main, "..", "shop-next");
    git(main, "worktree", "add", "--quiet", "--detach", path);
    const worktree = await projectIn(path);
    const repository = await service.get(worktree.repositoryId ?? "");
    expect(worktree).toMatchObject({ name: "shop-next", path });
    expect(repository).toMatchObject({ name: "shop", path: main, repositoryId: null });
    expect(await projectIn(main)).toMatchObject({ id: repository.id });
    expect(await service.familyOf(repository.id)).toEqual([repository.id, worktree.id]);
  });

  test("is told with its repository: what was done in both, the newest first, page by page", async () => {
    const { service, projectIn, events } = await aMachine();
    const main = await aRepository("busy");
    git(main, "worktree", "add", "--quiet", "--detach", join(main, "..", "busy-next"));
    const worktree = await projectIn(join(main, "..", "busy-next"));
    const repository = await projectIn(main);
    const other = await projectIn(await aRepository("elsewhere"));
    const happens = (projectId: string, type: string) =>
      db.transaction(async (tx) => {
        const context = { at: new Date(), subject: { kind: "agent", id: "a" }, ...by, projectId };
        events.append(tx, { ...newEvent(projectDiscovered, context, { name: "n", path: "/n" }), type });
      });
    await happens(repository.id, "command.opened");
    await happens(worktree.id, "question.asked");
    await happens(other.id, "command.opened");
    await happens(worktree.id, "turn.recorded");
    await happens(repository.id, "command.completed");

    const first = await service.activity(repository.id, { limit: 2 });
    const rest = await service.activity(repository.id, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([first, rest].map(({ items }) => items.map(({ type }) => type))).toEqual([
      ["command.completed", "question.asked"],
      ["command.opened"],
    ]);
    expect(rest.nextCursor).toBeNull();
    const own = await service.activity(worktree.id, { limit: 9 });
    expect(own.items.map(({ type }) => type)).toEqual(["question.asked"]);
    await expect(service.activity(newId(), { limit: 9 })).rejects.toThrow("No project");
  });

  test("of a repository without a working folder belongs to that", async () => {
    const { service, projectIn } = await aMachine();
    const bare = join(await aFolder("bare"), "shop.git");
    git(folder, "clone", "--quiet", "--bare", await aRepository("origin"), bare);
    const path = join(bare, "..", "main");
    git(bare, "worktree", "add", "--quiet", path);
    const { repositoryId } = await projectIn(path);
    expect(await service.get(repositoryId ?? "")).toMatchObject({ path: bare });
  });

  test("counts with its repository: what goes on in it is told of both", async () => {
    const counts = new Map<string, ProjectCounts>();
    const { service, projectIn } = await aMachine(counts);
    const main = await aRepository("counted");
    git(main, "worktree", "add", "--quiet", join(main, "..", "side"));
    const { id, repositoryId } = await projectIn(join(main, "..", "side"));
    const lastSeenAt = new Date("2026-11-30T00:00:00.000Z");
    counts.set(id, { live: 2, awaitingInput: 1, lastSeenAt });
    counts.set(repositoryId ?? "", { live: 1, awaitingInput: 0, lastSeenAt: null });
    const told = { liveAgents: 3, awaitingInput: 1, lastSeenAt: lastSeenAt.toISOString() };
    expect(await service.get(repositoryId ?? "")).toMatchObject(told);
    expect(await service.get(id)).toMatchObject({ liveAgents: 2 });
  });

  test("is none that a repository does not know, nor is a submodule", async () => {
    const { projectIn } = await aMachine();
    const main = await aRepository("super");
    git(main, "worktree", "add", "--quiet", join(main, "..", "true"));
    const pretender = await aFolder("pretender");
    await writeFile(join(pretender, ".git"), `gitdir: ${join(main, ".git", "worktrees", "true")}\n`);
    expect(await projectIn(pretender)).toMatchObject({ repositoryId: null });
    git(main, "submodule", "--quiet", "add", await aRepository("part"), "part");
    expect(await projectIn(join(main, "part"))).toMatchObject({ repositoryId: null, name: "part" });
  });

  test("that claims to be of a worktree that claims to be of it is looked at but once", async () => {
    const { service, projectIn } = await aMachine();
    const [one, other] = [await aFolder("one"), await aFolder("other")];
    for (const [own, main] of [
      [one, other],
      [other, one],
    ] as const) {
      const kept = await aFolder("kept");
      await writeFile(join(own, ".git"), `gitdir: ${kept}\n`);
      await writeFile(join(kept, "gitdir"), join(own, ".git"));
      await writeFile(join(kept, "commondir"), join(main, ".git"));
    }
    const { repositoryId } = await projectIn(one);
    expect(await service.get(repositoryId ?? "")).toMatchObject({ path: other });
  });

  test("that was known before the repository was asked for is linked at the next look", async () => {
    const { service, projectIn } = await aMachine();
    const main = await aRepository("late");
    const path = join(main, "..", "late-next");
    git(main, "worktree", "add", "--quiet", path);
    const { id } = await projectIn(path);
    await db.transaction((tx) =>
      tx.updateTable("projects").set({ repository_id: null }).where("id", "=", id).execute(),
    );
    const again = await projectIn(path);
    expect(await service.get(again.repositoryId ?? "")).toMatchObject({ path: main });
  });
});

describe("a project whose folder", () => {
  test.each(["a repository", "a folder without git"])(
    "is renamed stays the same, with its slug: %s",
    async (what) => {
      const { projectIn, told } = await aMachine();
      const path =
        what === "a repository" ? await aRepository("before") : await aFolder("before", "package.json");
      const before = await projectIn(path);
      const after = join(path, "..", "after");
      await rename(path, after);
      const found = await projectIn(after);
      expect(found).toMatchObject({ id: before.id, slug: before.slug, name: "after", path: after });
      expect(await told(before.id)).toEqual(["project.discovered", "project.updated"]);
    },
  );

  test("is moved keeps the name that a person gave it", async () => {
    const { service, projectIn } = await aMachine();
    const path = await aRepository("named");
    const { id } = await projectIn(path);
    await service.change(id, { name: "The shop" }, by);
    const elsewhere = await aFolder("elsewhere");
    await rename(path, join(elsewhere, "deep"));
    expect(await projectIn(join(elsewhere, "deep"))).toMatchObject({ id, name: "The shop" });
  });

  test("is copied is not the copy's", async () => {
    const { projectIn } = await aMachine();
    const path = await aRepository("original");
    const before = await projectIn(path);
    const copy = join(path, "..", "copy");
    await cp(path, copy, { recursive: true });
    const other = await projectIn(copy);
    expect(other.id).not.toBe(before.id);
    expect(await projectIn(path)).toMatchObject({ id: before.id, path });
  });

  test("is made anew at the same path goes on", async () => {
    const { projectIn } = await aMachine();
    const path = await aRepository("anew");
    const before = await projectIn(path);
    await rename(path, `${path}-old`);
    await mkdir(path);
    git(path, "init", "--quiet");
    expect(await projectIn(path)).toMatchObject({ id: before.id });
    expect((await projectIn(`${path}-old`)).id).not.toBe(before.id);
  });
});

describe("a project by hand", () => {
  test("is added by its folder, and is the one that work there belongs to", async () => {
    const { service, projectIn, told } = await aMachine();
    const path = await aRepository("by hand");
    git(path, "remote", "add", "origin", "https://ada:secret@example.org/ada/shop.git");
    const project = await service.add({ path: `${path}/`, description: "A shop" }, by);
    expect(project).toMatchObject({
      ...{ name: "by hand", path, description: "A shop", slug: "by-hand" },
      remote: "https://example.org/ada/shop.git",
    });
    expect(await told(project.id)).toEqual(["project.created"]);
    expect(await projectIn(join(path, "src"))).toMatchObject({ id: project.id });
  });

  test("is added by its remote, and waits for a clone of it", async () => {
    const { service, projectIn } = await aMachine();
    const project = await service.add({ remote: "git@example.org:ada/awaited.git", description: "" }, by);
    expect(project).toMatchObject({ name: "awaited", path: null, remote: "git@example.org:ada/awaited.git" });
    const taken = { code: "projects.remote_taken", message: expect.stringContaining(project.id) };
    const again = { remote: "https://example.org/ada/awaited", description: "" };
    await expect(service.add(again, by)).rejects.toMatchObject(taken);
    const path = await aRepository("clone");
    git(path, "remote", "add", "origin", "ssh://git@example.org/ada/awaited");
    expect(await projectIn(path)).toMatchObject({ id: project.id, path });
  });

  test("is changed, and told; what stays the same is not told", async () => {
    const { service, told } = await aMachine();
    const project = await service.add({ path: await aRepository("old"), description: "" }, by);
    const path = await aRepository("new");
    const edit = { name: "New", description: "Now new", path, remote: "https://example.org/a/b" };
    expect(await service.change(project.id, edit, by)).toMatchObject({ ...edit, slug: project.slug });
    await service.change(project.id, edit, by);
    expect(await service.change(project.id, { remote: null }, by)).toMatchObject({ remote: null });
    expect(await told(project.id)).toEqual(["project.created", "project.updated", "project.updated"]);
  });

  test("keeps the remote that a person gave or took away, until it is given back to its folder", async () => {
    const { service, projectIn, told } = await aMachine();
    const path = await aRepository("handed");
    git(path, "remote", "add", "origin", "https://example.org/ada/handed.git");
    const { id, remote } = await projectIn(path);
    expect(remote).toBe("https://example.org/ada/handed.git");
    await service.change(id, { remote: null }, by);
    expect(await projectIn(path)).toMatchObject({ id, remote: null, remoteByHand: true });
    await service.change(id, { remote: "https://example.org/ada/other.git" }, by);
    expect(await projectIn(path)).toMatchObject({ remote: "https://example.org/ada/other.git" });
    expect(await service.change(id, { remoteByHand: false }, by)).toMatchObject({
      remote,
      remoteByHand: false,
    });
    expect(await projectIn(path)).toMatchObject({ remote });
    expect((await told(id)).filter((type) => type === "project.updated")).toHaveLength(3);
  });

  test("keeps its remote where it is given back while its folder is away, and reads that again when it is there", async () => {
    const { service, projectIn, told } = await aMachine();
    const path = await aRepository("travelling");
    git(path, "remote", "add", "origin", "https://example.org/ada/travelling.git");
    const { id, remote } = await projectIn(path);
    const byHand = "https://example.org/ada/by-hand.git";
    await service.change(id, { remote: byHand }, by);
    await rename(path, `${path}-away`);
    const givenBack = { remote: byHand, remoteByHand: false };
    expect(await service.change(id, { remoteByHand: false }, by)).toMatchObject(givenBack);
    expect(await service.change(id, { remoteByHand: false }, by)).toMatchObject(givenBack);
    await rename(`${path}-away`, path);
    expect(await service.change(id, { remoteByHand: false }, by)).toMatchObject({
      remote,
      remoteByHand: false,
    });
    await service.change(id, { remoteByHand: false }, by);
    expect((await told(id)).filter((type) => type === "project.updated")).toHaveLength(2);
  });

  test("that has no remote keeps none where a person said so before its folder had one", async () => {
    const { service, projectIn } = await aMachine();
    const path = await aRepository("alone");
    const { id } = await projectIn(path);
    await service.change(id, { remote: null }, by);
    git(path, "remote", "add", "origin", "https://example.org/ada/alone.git");
    expect(await projectIn(path)).toMatchObject({ id, remote: null });
  });

  test("is refused where no project can be, and it is said why", async () => {
    const { service, home, temporary, configuration } = await aMachine();
    const path = await aRepository("there");
    await mkdir(join(path, "src"));
    await mkdir(join(temporary, "unmarked"));
    const { id } = await service.add({ path, description: "" }, by);
    const other = await service.add({ path: await aRepository("other"), description: "" }, by);
    const cases = [
      [{ path: "not/absolute" }, "projects.path_relative"],
      [{ path: join(path, "nothing") }, "projects.path_missing"],
      [{ path: "/" }, "projects.path_no_project"],
      [{ path: home }, "projects.path_no_project"],
      [{ path: configuration }, "projects.path_no_project"],
      [{ path: join(temporary, "unmarked") }, "projects.path_no_project"],
      [{ path: join(path, "src") }, "projects.path_inside"],
      [{ path }, "projects.path_taken"],
      [{ remote: "not a URL" }, "projects.remote_invalid"],
      [{ remote: "javascript:alert(1)" }, "projects.remote_invalid"],
    ] as const;
    for (const [wish, code] of cases) {
      await expect(service.add({ ...wish, description: "" }, by)).rejects.toMatchObject({ code });
      await expect(service.change(other.id, wish, by)).rejects.toMatchObject({ code });
    }
    await expect(service.change(other.id, { path }, by)).rejects.toThrow(id);
    await expect(service.change(home, { name: "x" }, by)).rejects.toBeDefined();
    const waiting = await service.add({ remote: "https://example.org/no/folder", description: "" }, by);
    await expect(service.change(waiting.id, { remote: null }, by)).rejects.toMatchObject({
      code: "projects.nowhere",
    });
  });

  test("is one where two add it at once", async () => {
    const { service } = await aMachine();
    const path = await aRepository("raced");
    const added = await Promise.allSettled([1, 2, 3].map(() => service.add({ path, description: "" }, by)));
    expect(added.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  });
});
