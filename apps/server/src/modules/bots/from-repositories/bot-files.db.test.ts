import { createHash } from "node:crypto";
import type { BotFile } from "@signalbox/contract/bot-files";
import { BotContent } from "@signalbox/contract/bots";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { createBell } from "../../liveness/index.ts";
import type { BranchFile } from "../../workspaces/index.ts";
import { nothingAround } from "../around.ts";
import { createBotVersionsService } from "../bot-versions.service.ts";
import { createBotsService } from "../bots.service.ts";
import { createBotWriter } from "../write-bot.ts";
import { syncDue } from "./files.loops.ts";
import { createBotFilesService } from "./files.service.ts";
import type { FilesOptions } from "./options.ts";
import { syncProject } from "./sync-project.ts";
import { findSync } from "./syncs.repository.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ada = { actor: "sign_in:1", correlationId: newId(), name: "Ada" };
const aider = newId();
const never = new AbortController().signal;
const blobOf = (text: string) => createHash("sha1").update(text).digest("hex");
const nothingRuns = () => Promise.reject(new Error("nothing is started here"));

/** A project with a repository whose files of bots a test writes; nobody has said anything of them yet. */
async function aRepository() {
  const [hostId, projectId] = [newId(), newId()];
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'h', 'linux', now(), now())",
    [hostId, newId()],
  );
  await db.pool.query(
    "insert into projects (id, host_id, path, name, slug, created_at) values ($1, $2, $3, 'p', $4, now())",
    [projectId, hostId, `/${newId()}`, newId()],
  );
  const repository: Record<string, string | { refused: string }> = {};
  const fileOf = (
    [name, held]: [string, string | { refused: string }],
    known: ReadonlySet<string>,
  ): BranchFile => {
    if (typeof held !== "string") return { name, blob: "0".repeat(40), text: null, refused: held.refused };
    const blob = blobOf(held);
    return { name, blob, text: known.has(blob) ? null : held, refused: null };
  };
  const shared = {
    ...{
      db,
      events: createEventLog({ db, log: pino({ level: "silent" }) }),
      clock: { now: () => new Date() },
    },
    audit: { record: async () => {} },
    places: {
      hostId: () => hostId,
      project: async () => ({ path: "/p", hostId, remote: "https://github.com/acme/shop.git" }),
    },
  };
  const bots = createBotsService({
    ...{ ...shared, project: async () => ({ remote: null }), lookAround: async () => nothingAround },
    executions: { queue: nothingRuns, startedBy: async () => null },
  });
  const options: FilesOptions = {
    ...{ ...shared, log: pino({ level: "silent" }), bell: createBell({ soonMs: 0 }) },
    programs: { names: async () => [{ id: aider, name: "Aider" }] },
    writer: createBotWriter({ ...shared, project: async () => null }),
    repositories: {
      branchFiles: async ({ known }) => ({
        ...{ branch: "main", commit: "c".repeat(40) },
        files: Object.entries(repository).map((entry) => fileOf(entry, known)),
      }),
    },
  };
  const files = createBotFilesService(options);
  const look = async () => {
    await files.ask(projectId, ada);
    await syncDue(options, never);
    return (await files.files(projectId, { limit: 200 })).items;
  };
  const switchOn = (enablesNew = false) =>
    files.write(projectId, { version: 0, enabled: true, enablesNew }, ada);
  const choose = ({ path, blob, bot }: BotFile, side: "repository" | "mine") =>
    files.choose(projectId, { path, side, blob, botVersion: bot?.version ?? null }, ada);
  return { projectId, repository, bots, files, look, switchOn, choose, options };
}

const one = <T>(items: readonly T[]): T => {
  const [first, ...others] = items;
  if (first === undefined || others.length > 0) throw new Error(`There are ${items.length}`);
  return first;
};
const botIn = ({ bot }: BotFile) => {
  if (bot === null) throw new Error("It has no bot");
  return bot;
};

test("a bot of a repository is made, switched off, and follows its file from version to version", async () => {
  const { repository, bots, look, switchOn, projectId } = await aRepository();
  repository["tour.yaml"] = "name: Tour\nprompt: Look around\nworkspace: clone\n";
  await switchOn();
  const made = one(await look());
  expect(made).toMatchObject({
    path: ".signalbox/bots/tour.yaml",
    state: "in_step",
    bot: { version: 1, enabled: false },
  });
  expect((await bots.get(botIn(made).id)).content).toMatchObject({ projectId, prompt: "Look around" });
  repository["tour.yaml"] = "name: Tour\nprompt: Look twice\nworkspace: clone\n";
  expect(one(await look())).toMatchObject({ state: "in_step", bot: { version: 2, enabled: false } });
  const [latest] = (await createBotVersionsService(db, bots).list(botIn(made).id, { limit: 1 })).items;
  expect(latest).toMatchObject({
    by: expect.stringContaining(".signalbox/bots/tour.yaml"),
    content: { prompt: "Look twice" },
  });
  expect(one(await look()).bot?.version).toBe(2);
});

test("new ones are switched on where somebody said so", async () => {
  const { repository, look, switchOn } = await aRepository();
  repository["a.yaml"] = "name: A\nprompt: Go\n";
  await switchOn(true);
  expect(one(await look()).bot?.enabled).toBe(true);
});

test("nothing is read where nobody switched it on", async () => {
  const { repository, look, files, projectId, switchOn } = await aRepository();
  repository["a.yaml"] = "name: A\nprompt: Go\n";
  await expect(look()).rejects.toMatchObject({ code: "bots.sync_off" });
  await switchOn();
  await files.write(projectId, { version: 1, enabled: false, enablesNew: false }, ada);
  await expect(look()).rejects.toMatchObject({ code: "bots.sync_off" });
  await expect(switchOn()).rejects.toMatchObject({ code: "bots.sync_stale" });
});

/** Says `file` in the repository, and `here` on the server, where both said the same before. */
async function bothChanged(file: string | null, here: string | null) {
  const world = await aRepository();
  const { repository, bots, look, switchOn } = world;
  const text = (prompt: string) => `name: A\nprompt: ${prompt}\n`;
  repository["a.yaml"] = text("before");
  await switchOn();
  const { id, version } = botIn(one(await look()));
  const { content } = await bots.get(id);
  if (here !== null)
    await bots.change(id, { version, content: { ...content, prompt: here }, enabled: true }, ada);
  if (file !== null) repository["a.yaml"] = text(file);
  return {
    ...world,
    id,
    found: one(await look()),
    promptNow: async () => (await bots.get(id)).content.prompt,
  };
}

test("a bot that was changed here waits for a person, who takes the repository's", async () => {
  const { found, choose, look, promptNow } = await bothChanged(null, "mine");
  expect(found.state).toBe("changed_here");
  expect(await promptNow()).toBe("mine");
  await choose(found, "repository");
  expect(await promptNow()).toBe("before");
  expect(one(await look())).toMatchObject({ state: "in_step", bot: { enabled: true } });
});

test("where both were changed neither is lost, and one that is kept is kept until its file is another one", async () => {
  const { found, choose, look, promptNow, repository } = await bothChanged("theirs", "mine");
  expect(found).toMatchObject({ state: "conflict", content: { prompt: "theirs" } });
  await choose(found, "mine");
  expect(one(await look()).state).toBe("kept");
  repository["a.yaml"] = "name: A\nprompt: theirs again\n";
  expect(one(await look()).state).toBe("conflict");
  expect(await promptNow()).toBe("mine");
});

test("where both say the same by now, the two go on together", async () => {
  const { found, repository, look, promptNow } = await bothChanged("same", "same");
  expect(found.state).toBe("in_step");
  repository["a.yaml"] = "name: A\nprompt: further\n";
  expect(one(await look()).state).toBe("in_step");
  expect(await promptNow()).toBe("further");
});

test("nobody chooses over a file or a bot that they did not see", async () => {
  const { found, choose, repository, look } = await bothChanged("theirs", "mine");
  repository["a.yaml"] = "name: A\nprompt: other\n";
  const now = one(await look());
  await expect(choose(found, "repository")).rejects.toMatchObject({ code: "bots.file_stale" });
  await choose(now, "repository");
  await expect(choose(now, "repository")).rejects.toMatchObject({ code: "bots.file_stale" });
  await expect(choose(one(await look()), "mine")).rejects.toMatchObject({ code: "bots.file_settled" });
  await expect(choose({ ...now, path: "no" }, "mine")).rejects.toMatchObject({ code: "bots.file_not_found" });
});

test("a bot whose file is gone is switched off, not removed; who switches it on again is not overruled", async () => {
  const { id, bots, repository, look, choose, files, projectId } = await bothChanged(null, "mine");
  delete repository["a.yaml"];
  expect(one(await look())).toMatchObject({ state: "removed", bot: { id, enabled: false } });
  const { version, content } = await bots.get(id);
  await bots.change(id, { version, content, enabled: true }, ada);
  const gone = one(await look());
  expect(gone).toMatchObject({ state: "removed", bot: { enabled: true } });
  await choose(gone, "mine");
  expect((await files.files(projectId, { limit: 1 })).items).toEqual([]);
  expect((await bots.get(id)).enabled).toBe(true);
});

test("a file that comes back, or gets another name, is that of the same bot", async () => {
  const { id, repository, look } = await bothChanged(null, null);
  delete repository["a.yaml"];
  await look();
  repository["a.yaml"] = "name: A\nprompt: back\n";
  expect(one(await look())).toMatchObject({ state: "in_step", bot: { id, enabled: false } });
  delete repository["a.yaml"];
  repository["b.yaml"] = "name: A\nprompt: renamed\n";
  expect(one(await look())).toMatchObject({ path: ".signalbox/bots/b.yaml", state: "in_step", bot: { id } });
});

test("a file that can't be used says why, on which line, and stops no other", async () => {
  const { repository, look, switchOn } = await aRepository();
  Object.assign(repository, {
    "a-good.yaml": "name: Good\nprompt: Go\n",
    "b-yaml.yaml": "name: A\nprompt: 'Go\n",
    "c-schema.yaml": "name: A\nacess: full\nprompt: Go\n",
    "d-unknown.yaml": "name: A\n\nprompt: Look into {{ it }}\n",
    "e-link.yaml": { refused: "It is a link: only files themselves are read" },
    "f-bomb.yaml": `a: &a [x,x]\nb: &b [${"*a,".repeat(30)}x]\nc: [${"*b,".repeat(30)}x]\nname: A\nprompt: Go\n`,
    "f-nul.yaml": 'name: A\nprompt: Go\nresultSchema: {title: "a\\0b"}\n',
    "g-outcome.yaml": `name: A\nprompt: Go\noutcomes:\n  - kind: comment\n  - kind: bot\n    botId: ${newId()}\n`,
  });
  await switchOn();
  const found = await look();
  expect(found.map(({ state, faults }) => [state, faults.map(({ line }) => line)])).toEqual([
    ["in_step", []],
    ["invalid", [3]],
    ["invalid", [2]],
    ["invalid", [3]],
    ["invalid", [1]],
    ["invalid", [1]],
    ["invalid", [1]],
    ["invalid", [1]],
  ]);
  expect(found[3]?.faults[0]?.message).toContain('asks for "it", which is no variable');
});

test("a file names its program as people do, which is looked for on this server", async () => {
  const { repository, look, switchOn } = await aRepository();
  const file = (program: string) =>
    `name: A\nprompt: Go\nbackend: program\nprogram: ${program}\naccess: full\n`;
  Object.assign(repository, { "a.yaml": file("aider"), "b.yaml": file("Nobody") });
  await switchOn();
  const [known, unknown] = await look();
  expect(known).toMatchObject({ content: { backend: "program", programId: aider } });
  expect(unknown).toMatchObject({
    state: "invalid",
    faults: [{ line: 4, message: 'program: no program is called "Nobody" on this server' }],
  });
});

test("a bot is left as it is while its file can't be used", async () => {
  const { repository, look, promptNow } = await bothChanged(null, null);
  repository["a.yaml"] = "name: A\n";
  expect(one(await look())).toMatchObject({ state: "invalid", bot: { version: 1 } });
  expect(await promptNow()).toBe("before");
});

test("a push gives no bot rights: what asks for them waits for a person's word, each time", async () => {
  const { repository, look, switchOn, choose, bots } = await aRepository();
  repository["a.yaml"] = "name: A\nprompt: Go\naccess: full\n";
  await switchOn(true);
  const asking = one(await look());
  expect(asking).toMatchObject({ state: "waiting", asks: ["full_access"], bot: null });
  await choose(asking, "repository");
  const { id } = botIn(one(await look()));
  repository["a.yaml"] = "name: A\nprompt: Go and delete it all\naccess: full\n";
  expect(one(await look())).toMatchObject({ state: "waiting", asks: ["full_access"], bot: { version: 1 } });
  expect((await bots.get(id)).content.prompt).toBe("Go");
  repository["a.yaml"] = "name: A\nprompt: Go and read\naccess: read\n";
  expect(one(await look())).toMatchObject({ state: "in_step", asks: [], bot: { version: 2 } });
});

test("nodes that look at once make one bot of each file", async () => {
  const { repository, switchOn, options, projectId } = await aRepository();
  for (let at = 0; at < 20; at++) repository[`${at}.yaml`] = `name: Bot ${at}\nprompt: Go\n`;
  await switchOn();
  const sync = await findSync(db.read, projectId);
  if (sync === undefined) throw new Error("Nobody switched it on");
  await Promise.all([1, 2, 3].map(() => syncProject(sync, never, options)));
  const made = await db.pool.query("select id from bots where content ->> 'projectId' = $1", [projectId]);
  expect(made.rows).toHaveLength(20);
});

test("nothing is written for a repository that was switched off while it was read", async () => {
  const { repository, switchOn, options, files, projectId } = await aRepository();
  repository["a.yaml"] = "name: A\nprompt: Go\n";
  await switchOn();
  const sync = await findSync(db.read, projectId);
  if (sync === undefined) throw new Error("Nobody switched it on");
  await files.write(projectId, { version: 1, enabled: false, enablesNew: false }, ada);
  await syncProject(sync, never, options);
  expect((await files.files(projectId, { limit: 10 })).items).toEqual([]);
});

test("one that a person does not want is not made", async () => {
  const { repository, look, switchOn, choose } = await aRepository();
  repository["a.yaml"] = "name: A\nprompt: Go\naccess: full\n";
  await switchOn();
  await choose(one(await look()), "mine");
  expect(one(await look())).toMatchObject({ state: "kept", bot: null });
});

test("a file takes over no bot that people made: they say what becomes of it", async () => {
  const { repository, look, switchOn, choose, bots, projectId } = await aRepository();
  const made = await bots.make(BotContent.parse({ name: "A", prompt: "Mine", projectId }), ada);
  repository["a.yaml"] = "name: a\nprompt: Theirs\n";
  await switchOn(true);
  const found = one(await look());
  expect(found).toMatchObject({ state: "conflict", bot: { id: made.id, version: 1 } });
  await choose(found, "repository");
  expect(one(await look())).toMatchObject({ state: "in_step", bot: { id: made.id, version: 2 } });
});

test("files and repositories are told page by page, and a repository that can't be read says why", async () => {
  const { repository, look, switchOn, files, projectId, options } = await aRepository();
  for (const name of ["a", "b", "c"]) repository[`${name}.yaml`] = `name: ${name}\nprompt: Go\n`;
  await switchOn();
  await look();
  const first = await files.files(projectId, { limit: 2 });
  const second = await files.files(projectId, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect([...first.items, ...second.items].map(({ bot }) => bot?.name)).toEqual(["a", "b", "c"]);
  expect(await files.sync(projectId)).toMatchObject({ fault: null, branch: "main", asked: false });
  const fault = "There are more than 100 files in x";
  options.repositories.branchFiles = () =>
    Promise.reject(new AppError("invalid", "workspaces.too_many_files", fault));
  await look();
  expect(await files.sync(projectId)).toMatchObject({ fault, branch: "main" });
  expect((await files.files(projectId, { limit: 5 })).items.map(({ state }) => state)).toEqual([
    "in_step",
    "in_step",
    "in_step",
  ]);
});

test("a push to its repository has it looked at", async () => {
  const { switchOn, look, files, projectId } = await aRepository();
  await switchOn();
  await look();
  await files.pushed("acme/other");
  expect((await files.sync(projectId)).asked).toBe(false);
  await files.pushed("Acme/Shop");
  expect((await files.sync(projectId)).asked).toBe(true);
});
