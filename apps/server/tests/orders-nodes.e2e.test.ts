import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { AgentTerminal } from "@signalbox/contract/launches";
import { Project } from "@signalbox/contract/projects";
import { Text } from "@signalbox/contract/texts";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { findPostgres } from "@signalbox/testkit/postgres";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { farNode, nodeOn } from "./far-node.testing.ts";
import { keyedClaude } from "./keyed-claude.testing.ts";
import { ownedAgent } from "./owned-agent.testing.ts";
import { openLooker } from "./terminal-looker.ts";

const Audited = z.object({ items: z.array(z.object({ action: z.string() })) });

const Given = z.object({ items: z.array(z.object({ type: z.literal("order.given") })) });

const works = "[[delay 60000]] [[text never]]";

/** A claude in tmux that one node reaches, and a browser at another one. */
async function farFromClaude() {
  const far = await farNode();
  const near = await keyedClaude({ starts: true, env: far.env });
  await near.terminal.submit("[[text Ready for more]]");
  await near.state("complete");
  const id = await near.agentId();
  /** Until it works on this, or has. */
  const heard = (instruction: string) =>
    until(
      async () =>
        (await near.items(`/api/agents/${id}/commands`)).at(-1)?.instruction === instruction
          ? true
          : undefined,
      near.told,
    );
  /** It works, and its terminal shows that. */
  const working = async () => {
    await near.terminal.submit(works);
    await near.state("commanded");
    await near.terminal.until("esc to interrupt");
  };
  return { far, near, id, heard, working };
}

describe.skipIf(isMissing(findClaude(), findTmux(), findPostgres()))(
  "a claude in tmux that another node reaches",
  () => {
    test("is interrupted from afar, once, and told that nothing runs where that is so", {
      timeout: 120_000,
    }, async () => {
      const { far, near, id, working, heard } = await farFromClaude();
      // Its screen rests a moment after its stop was told.
      await until(
        async () => {
          const { code } = await far.refused(`/api/agents/${id}/interrupt`, {});
          return code === "texts.nothing_runs" ? true : undefined;
        },
        () => near.terminal.screen(),
      );
      await working();
      expect(await far.interrupt(id)).toEqual({ problem: null });
      await near.terminal.until((screen) => !screen.includes("esc to interrupt"));
      await near.state("complete");
      expect(await far.say(id, "Say this alone")).toMatchObject({ state: "sent", problem: null });
      await heard("Say this alone");
    });

    test("is ended, gone on with on its own machine, restarted and killed from afar", {
      timeout: 180_000,
    }, async () => {
      const { far, near, id } = await farFromClaude();
      const { hostId } = await far.agent(id);
      const terminal = async () => AgentTerminal.parse(await far.get(`/api/agents/${id}/pane`));
      const over = () =>
        until(async () => ((await far.agent(id)).endedAt === null ? undefined : true), near.told);
      const joined = (launchId: string) =>
        until(
          async () => ((await far.launch(launchId)).state === "running" ? true : undefined),
          async () => JSON.stringify(await far.launch(launchId)),
          { timeoutMs: 60_000 },
        );
      expect(await terminal()).toMatchObject({ unreachable: null, endsGently: true, machine: hostname() });
      const looker = await openLooker({
        url: `${far.server.url.replace(/^http/, "ws")}/api/agents/${id}/terminal`,
        key: far.server.adminKey,
      });
      expect(await looker.told("ended")).toMatchObject({ reason: "elsewhere", machine: hostname() });
      expect(await far.end(id, "gently")).toMatchObject({
        how: "gently",
        gone: true,
        did: expect.stringContaining("SIGINT"),
      });
      await over();
      expect(await far.refused(`/api/agents/${id}/end`, { how: "firmly" })).toMatchObject({
        code: "launches.already_ended",
      });

      expect(await terminal()).toMatchObject({ resumable: true });
      const key = randomUUID();
      const [one, other] = await Promise.all([far.resume(id, { key }), far.resume(id, { key })]);
      expect([one.hostId, other.id]).toEqual([hostId, one.id]);
      await joined(one.id);
      expect(await far.refused(`/api/agents/${id}/resume`, { key: randomUUID() })).toMatchObject({
        code: "launches.not_ended",
      });
      expect((await terminal()).attach?.command).toContain("attach");

      const restart = await far.restart(id);
      await until(
        async () => ((await far.restarted(restart.id)).state === "done" ? true : undefined),
        async () => JSON.stringify(await far.restarted(restart.id)),
        { timeoutMs: 60_000 },
      );
      expect(await far.end(id, "hard")).toMatchObject({
        gone: true,
        did: expect.stringContaining("SIGKILL"),
      });
      await over();
    });

    test("stays as it is where its node stood still: what was given up is not done once it goes on", {
      timeout: 180_000,
    }, async () => {
      const { far, near, id, working } = await farFromClaude();
      await working();
      near.signal("SIGSTOP");
      const refusals = await Promise.all([
        far.refused(`/api/agents/${id}/interrupt`, {}),
        far.refused(`/api/agents/${id}/end`, { how: "hard" }),
        far.refused(`/api/agents/${id}/restart`, { key: randomUUID() }),
      ]).finally(() => near.signal("SIGCONT"));
      expect(refusals.map(({ code }) => code)).toEqual(refusals.map(() => "nodes.unreached"));
      // What it was told while it stood still comes before what it is told now.
      await until(
        async () => ((await far.interrupt(id).catch(() => null))?.problem === null ? true : undefined),
        () => near.terminal.screen(),
      );
      expect((await far.agent(id)).endedAt).toBeNull();
      const { items } = Audited.parse(await far.get(`/api/audit?subjectId=${id}&limit=100`));
      expect(items.map(({ action }) => action)).toEqual(["agent.interrupted"]);
    });

    test("keeps no server from stopping that waits for its node: who waits there is told so", {
      timeout: 120_000,
    }, async () => {
      const { far, near, id, working } = await farFromClaude();
      await working();
      near.signal("SIGSTOP");
      const refused = far.refused(`/api/agents/${id}/interrupt`, {});
      const given = async () => Given.parse(await far.get("/api/events?type=order.given")).items.length;
      await until(async () => ((await given()) > 0 ? true : undefined), far.server.output);
      const exited = await far.server.stop().finally(() => near.signal("SIGCONT"));
      expect(await refused).toMatchObject({
        ...{ code: "nodes.unreached", detail: "This server stops, and nothing was done" },
      });
      expect(exited).toBe(0);
    });

    test("stays as it is where its node died: refused with the reason, and not done once the node is back", {
      timeout: 180_000,
    }, async () => {
      const { far, near, id, working } = await farFromClaude();
      await working();
      await near.kill();
      const refusals = await Promise.all([
        far.refused(`/api/agents/${id}/interrupt`, {}),
        far.refused(`/api/agents/${id}/end`, { how: "hard" }),
        far.refused(`/api/agents/${id}/restart`, { key: randomUUID() }),
      ]);
      for (const { code, detail, ms } of refusals) {
        expect({ code, detail }).toEqual({
          code: "nodes.unreached",
          detail: `The node on ${hostname()} does not answer, and nothing was done`,
        });
        expect(ms).toBeLessThan(9_000);
      }
      expect(await far.say(id, "Stop that", true)).toMatchObject({
        state: "queued",
        problem: expect.stringContaining("does not answer"),
      });
      await near.cut();
      // It is reached again, and was left alone.
      await until(
        async () => ((await far.interrupt(id).catch(() => null))?.problem === null ? true : undefined),
        () => near.terminal.screen(),
      );
      expect((await far.agent(id)).endedAt).toBeNull();
      await until(
        async () => {
          const [text] = z.array(Text).parse(await near.items(`/api/agents/${id}/texts`));
          return text?.state === "sent" ? true : undefined;
        },
        () => near.terminal.screen(),
      );
    });
  },
);

describe.skipIf(isMissing(findClaude(), findPostgres()))(
  "a claude without a terminal that another node runs",
  () => {
    const owned = async () => {
      const far = await farNode();
      const near = await ownedAgent("claude", { env: far.env });
      const { agentId } = await near.start();
      const asks = async () => {
        await near.say(agentId, "[[bash touch asked && tail -f /dev/null]] [[text Never]]");
        const question = await near.asked(agentId);
        await near.answered(question, { kind: "allow" });
        await near.made("asked", agentId);
      };
      return { far, near, id: agentId, asks };
    };

    test("is interrupted, told and ended through that node", { timeout: 120_000 }, async () => {
      const { far, near, id, asks } = await owned();
      await asks();
      expect(await far.interrupt(id)).toEqual({ problem: null });
      await near.state(id, "complete");
      await asks();
      expect(await far.say(id, "[[text Well]]", true)).toMatchObject({ state: "sent", problem: null });
      await near.as(id, "what was said", ({ title }) => title?.includes("Well") === true);
      await near.state(id, "complete");
      expect(await far.end(id, "gently")).toMatchObject({ gone: true, did: "closed its input" });
      await near.as(id, "its end", ({ endedAt }) => endedAt !== null);
      const again = await far.resume(id);
      expect(await near.joined(again.id)).toMatchObject({ mode: "headless", agentId: id });
      expect(await far.end(id, "firmly")).toMatchObject({ gone: true });
    });

    test("is started in the folder of its project, on the machine that has it, once for one key", {
      timeout: 120_000,
    }, async () => {
      const { far, near } = await owned();
      writeFileSync(join(near.home.workspace, "package.json"), "{}");
      const project = Project.parse(await near.ask("/api/projects", { path: near.home.workspace }));
      const wish = { key: randomUUID(), backend: "claude", mode: "headless", projectId: project.id };
      const [one, other] = await Promise.all([far.start(wish), far.start(wish)]);
      expect([one.id, one.hostId, one.cwd]).toEqual([other.id, project.hostId, project.path]);
      expect(await near.joined(one.id)).toMatchObject({ state: "running" });
    });

    test("is interrupted and ended through that node from another one beside it, on the same machine", {
      timeout: 120_000,
    }, async () => {
      const { far, near, id, asks } = await owned();
      const beside = await nodeOn({ env: far.env, stateFolder: near.stateFolder });
      await asks();
      expect(await beside.interrupt(id)).toEqual({ problem: null });
      await near.state(id, "complete");
      expect(AgentTerminal.parse(await beside.get(`/api/agents/${id}/pane`))).toMatchObject({
        ...{ headless: true, machine: null, endsGently: true, unreachable: null },
      });
      expect(await beside.end(id, "gently")).toMatchObject({ gone: true, did: "closed its input" });
    });

    test("is refused with the reason where that node died", { timeout: 120_000 }, async () => {
      const { far, near, id } = await owned();
      await near.kill();
      for (const [path, body] of [
        [`/api/agents/${id}/end`, { how: "gently" }],
        [`/api/agents/${id}/interrupt`, {}],
      ] as const) {
        const { code, ms } = await far.refused(path, body);
        expect(code).toBe("nodes.unreached");
        expect(ms).toBeLessThan(9_000);
      }
    });
  },
);
