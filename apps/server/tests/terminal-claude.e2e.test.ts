import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openLooker } from "./terminal-looker.ts";
import { watchedClaude } from "./watched-claude.ts";

describe.skipIf(isMissing(findClaude(), findTmux()))("the terminal of a claude", () => {
  let world: Awaited<ReturnType<typeof watchedClaude>>;
  beforeAll(async () => {
    world = await watchedClaude();
  });
  afterAll(() => world?.stop());

  test("shows what it says, and takes a prompt that is typed in the page", async () => {
    const session = world.session();
    const terminal = await session.open();
    onTestFinished(terminal.close);
    await terminal.submit("[[text The first answer]]");
    const { agent } = await session.seen(
      "the first answer",
      ({ commands }) => commands[0]?.state === "complete",
    );
    const { url, adminKey } = world.server;
    const address = `${url.replace(/^http/, "ws")}/api/agents/${agent?.id}/terminal`;
    const looker = await until(
      async () => {
        const one = await openLooker({ url: address, key: adminKey });
        return (await one.told("screen", "ended")).kind === "screen" ? one : undefined;
      },
      () => "its pane to be found",
    );
    onTestFinished(looker.close);
    await looker.shows("The first answer");
    looker.say({ kind: "drive", on: true });
    looker.say({ kind: "paste", text: "[[text The second answer]]" });
    await terminal.until("[[text The second answer]]");
    looker.say({ kind: "type", text: "\r" });
    const { turns } = await session.seen(
      "the second answer",
      ({ commands }) => commands.length === 2 && commands.every(({ state }) => state === "complete"),
    );
    expect(turns.map(({ text }) => text)).toContain("The second answer");
    await looker.shows("second");
  });
});
