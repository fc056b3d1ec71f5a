import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createProcessTable } from "../../../platform/processes/process-table.ts";
import { claimNext } from "../executions.repository.ts";
import { recoverUnstarted } from "../running/look-after.ts";
import { lookAgain } from "../running/look-again.ts";
import { Rounds } from "../running/rounds.ts";
import { sumTaken } from "../usage/taken.repository.ts";
import { account, aWorld, limited, limitedOnce, usage } from "./attempts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const [one, two] = [{ id: account("1") }, { id: account("2") }];
const by = { actor: "user", correlationId: "c" };
const gemini = { backend: "gemini", model: null, accountId: null } as const;

/** A checkout of others, for whoever asks. */
const others = {
  prepare: async () => ({ cwd: "/tmp", trust: "user_only" }) as const,
  handingOver: (_id: string, act: () => Promise<never>) => act(),
  handOver: async () => false,
  over: async () => {},
  told: async () => null,
};

async function aProject(hostId: string): Promise<string> {
  const projectId = newId();
  await db.pool.query(
    "insert into projects (id, host_id, path, name, slug, created_at) values ($1, $3, '/tmp', 'p', $2, now())",
    [projectId, newId(), hostId],
  );
  return projectId;
}

test("what spent its own budget gets no further attempt", async () => {
  const { queue, over, attempts, round, exits } = await aWorld(db, [one, two]);
  const { id } = await queue({ prompt: limitedOnce, budget: { costMicros: null, tokens: 100 } });
  await round();
  await exits(id);
  expect(await over(id)).toMatchObject({ state: "failed", error_class: "budget" });
  expect(await attempts(id)).toHaveLength(1);
});

test("Codex, which tells no usage of what was cut off, goes on in its session all the same", async () => {
  const { queue, waits, wait, as, attempts, folder } = await aWorld(db, [{ ...one, backend: "codex" }]);
  const line = (message: object) => `cat <<'X'\n${JSON.stringify(message)}\nX\n`;
  const script = [
    ...["#!/bin/sh\n", 'case "$*" in *resume*)\n'],
    ...[line({ type: "turn.started" }), line({ type: "turn.completed", usage }), "exit;; esac\n"],
    line({ type: "thread.started", thread_id: "0199a213-81c0-7800-8aa1-bbab2a035a53" }),
    line({ type: "turn.started" }),
    line({ type: "item.completed", item: { type: "agent_message", text: "I have changed ten files" } }),
    line({ type: "turn.failed", error: { message: "You've hit your usage limit. Try again later." } }),
    "exit 1\n",
  ].join("");
  writeFileSync(join(folder, "codex"), script);
  chmodSync(join(folder, "codex"), 0o755);
  const { id } = await queue({ chain: [{ backend: "codex", model: null, accountId: null }] });
  await waits(id);
  wait(3_600_000);
  await as(id, "its second", ({ attempt, ended_at }) => attempt === 2 || ended_at !== null);
  expect((await attempts(id))[1]?.asks).toBe("going_on");
});

test("one whose next attempt begins while a round goes is not taken for one that vanished", async () => {
  const table = createProcessTable(process.env.PATH ?? "");
  let before: (() => Promise<void>) | null = null;
  let held = Promise.resolve();
  const { queue, over, options, exits } = await aWorld(db, [one, two], {
    accounts: {
      async environmentOf(id) {
        await held;
        return { env: { ACCOUNT: id.slice(-1) }, secrets: [] };
      },
    },
    table: {
      ...table,
      look: async (pids) => {
        const first = before;
        before = null;
        await first?.();
        return table.look(pids);
      },
    },
  });
  const { id } = await queue({ prompt: limitedOnce });
  const rounds = new Rounds(options, 0);
  await rounds.round();
  await rounds.idle();
  await exits(id);
  const hold = Promise.withResolvers<void>();
  held = hold.promise;
  await rounds.round();
  before = async () => {
    // What the next round looks at was read; now the one that goes comes to its end.
    hold.resolve();
    await rounds.idle();
  };
  await rounds.round();
  await rounds.idle();
  expect(await over(id)).toMatchObject({ state: "succeeded", reason: null });
});

test("what was ended meanwhile is not begun, whatever its chain", async () => {
  let chosen = 0;
  const { queue, round, get } = await aWorld(db, [], {
    accounts: {
      async choose(tx) {
        chosen++;
        if (chosen > 50) throw new Error("it never ends");
        if (chosen === 2)
          await tx
            .updateTable("executions")
            .where("state", "=", "running")
            .set({ state: "interrupted", ended_at: new Date(Date.now() + 1_000), input: null })
            .execute();
        return { account: { id: account("1"), name: "One" } };
      },
    },
  });
  const { id } = await queue({ chain: [gemini] });
  await round();
  expect(chosen).toBeLessThan(5);
  expect(await get(id)).toMatchObject({ state: "interrupted" });
});

test("what may not run with a checkout of others is refused, not missing", async () => {
  const world = await aWorld(db, [{ ...one, backend: "gemini" }], { workspaces: others });
  writeFileSync(join(world.folder, "gemini"), "#!/bin/sh\n");
  chmodSync(join(world.folder, "gemini"), 0o755);
  const where = { workspace: "worktree", projectId: await aProject(world.hostId) } as const;
  const { id } = await world.queue({ ...where, chain: [gemini] });
  expect(await world.over(id)).toMatchObject({ state: "failed", error_class: "refused" });
});

test("nothing is checked out for what has to wait for an account", async () => {
  let prepared = 0;
  const limit = { ...one, until: new Date(Date.now() + 3_600_000) };
  const prepare = async () => {
    prepared++;
    return others.prepare();
  };
  const world = await aWorld(db, [limit], { workspaces: { ...others, prepare } });
  const { id } = await world.queue({ workspace: "worktree", projectId: await aProject(world.hostId) });
  const { wanted_host_id } = await world.waits(id);
  expect([prepared, wanted_host_id]).toEqual([0, null]);
  expect((await world.service.get(id)).steps).toMatchObject([{ name: "queued" }]);
});

test("the name of an account makes no lines of the log", async () => {
  const forged = { ...two, name: "Two\n1700000000000 o forged" };
  const { queue, over, linesOf } = await aWorld(db, [one, forged]);
  const { id } = await queue({ prompt: limitedOnce });
  const { log_lines } = await over(id);
  const lines = await linesOf(id);
  expect(lines).toHaveLength(Number(log_lines));
  expect(lines.filter(({ text }) => text.startsWith("forged"))).toEqual([]);
});

test("what a cancelled one that waits leaves behind is told to be where it ran", async () => {
  const hosts: (string | null)[] = [];
  const { queue, waits, service, hostId } = await aWorld(db, [one], {
    outcomes: { writeDown: async (_tx, over) => void hosts.push(over.hostId), of: async () => [] },
  });
  const { id } = await queue({ prompt: limited });
  await waits(id);
  await service.cancel(id, by);
  expect(hosts).toEqual([hostId]);
});

test("what a server put back as it began another attempt counts for no time", async () => {
  const { queue, waits, wait, clock, hostId, get, options, bot } = await aWorld(db, [one]);
  const { id } = await queue({ prompt: limited });
  await waits(id);
  wait(3_600_000);
  await db.transaction((tx) => claimNext(tx, { hostId, owner: { pid: 1, birth: "x" }, at: clock.now() }));
  await recoverUnstarted(await get(id), options);
  expect(await get(id)).toMatchObject({ state: "queued" });
  wait(7_200_000);
  const all = { scope: { botId: bot.id }, from: new Date(0), until: clock.now() };
  expect(await sumTaken(db.read, all, clock.now())).toMatchObject({ minutes: 0 });
});

test("an account that comes free is used by what waits for it", async () => {
  const { queue, waits, options, as, free } = await aWorld(db, [one]);
  const { id } = await queue({ prompt: limited });
  await waits(id);
  free();
  await lookAgain(options);
  await as(id, "its second", ({ attempt }) => attempt === 2);
});

test("one with an account of another machine waits for that machine", async () => {
  const there = newId();
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'h', 'linux', now(), now())",
    [there, newId()],
  );
  const { queue, round, get } = await aWorld(db, [], {
    accounts: { choose: async () => ({ elsewhere: there }) },
  });
  const { id } = await queue();
  await round();
  expect(await get(id)).toMatchObject({ state: "queued", wanted_host_id: there });
});

test("a pause that is asked for as an attempt ends is not forgotten", async () => {
  const { queue, round, exits, service, as } = await aWorld(db, [one, two]);
  const { id } = await queue({ prompt: limitedOnce.replace("fi;", "fi; sleep 2;") });
  await round();
  await exits(id);
  await service.control(id, { kind: "pause" }, by);
  const next = await as(id, "its second", ({ attempt, state }) => attempt === 2 && state === "paused");
  expect(next.pause_asked).toBe(true);
});
