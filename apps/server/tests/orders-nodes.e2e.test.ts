import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { findPostgres } from "@signalbox/testkit/postgres";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { farNode } from "./far-node.testing.ts";
import { keyedClaude } from "./keyed-claude.testing.ts";

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
      await near.state("complete");
      await working();
      expect(await far.say(id, "And that", true)).toMatchObject({ state: "sent", problem: null });
      await heard("And that");
    });
  },
);
