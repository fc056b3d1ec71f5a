import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AuditEntry } from "@signalbox/contract/audit";
import { pageOf } from "@signalbox/contract/common";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openLooker } from "./terminal-looker.ts";
import { watchedPanes } from "./watched-panes.ts";

/** Prints what stands in these `\ooo` of `printf` for each line that is typed. */
const printing = (...pieces: string[]) => [
  "sh",
  "-c",
  `stty -echo; printf ready; ${pieces.map((piece) => `read line; printf '${piece}'`).join("; ")}; sleep 600`,
];

describe.skipIf(isMissing(findTmux()))("the terminal of an agent", () => {
  let world: Awaited<ReturnType<typeof watchedPanes>>;
  beforeAll(async () => {
    world = await watchedPanes();
  });
  afterAll(() => world?.stop());

  const enter = (pane: string) => world.tmux("send-keys", "-t", pane, "Enter");
  const looking = async (...[agentId, options]: Parameters<typeof world.look>) => {
    const looker = await world.look(agentId, options);
    onTestFinished(looker.close);
    return looker;
  };

  test("is shown as it is, with what has left the screen, and goes on with the very bytes that are printed", async () => {
    const shown = "\\033[31mrot\\033[0m grüße 漢字 👩‍💻";
    const printed = "\\033[1;38;5;202mgr\\303\\274n \\360\\237\\232\\202\\033[0m \\346\\274\\242\\\\n";
    const [sh = "", c = "", then = ""] = printing(printed);
    const { agentId, pane } = await world.agentIn([
      ...[sh, c],
      `for i in $(seq 1 60); do echo line $i; done; printf '${shown}'; ${then}`,
    ]);
    const looker = await looking(agentId);
    expect(looker.messages[0]).toMatchObject({ kind: "screen", columns: 80, rows: 24 });
    await looker.shows("ready");
    const screen = looker.screen().toString();
    for (const each of ["line 1\r\n", "line 60\r\n", "\u001b[31mrot", "grüße 漢字"])
      expect(screen).toContain(each);
    await enter(pane);
    await looker.shows(Buffer.from("\u001b[1;38;5;202mgrün 🚂\u001b[0m 漢\\n"));
  });

  test("keeps a letter whole that is printed in two pieces, also for whoever comes between them", async () => {
    const { agentId, pane } = await world.agentIn(printing("\\360\\237", "\\232\\202."));
    const early = await looking(agentId);
    await early.shows("ready");
    await enter(pane);
    await early.shows(Buffer.from([0xf0, 0x9f]));
    const late = await looking(agentId);
    await enter(pane);
    await Promise.all([early, late].map((looker) => looker.shows(".")));
    expect(early.output().toString()).toContain("🚂.");
    expect(Buffer.concat([late.screen(), late.output()]).toString()).toContain("🚂.");
  });

  test("shows an alternate screen, and what stands behind it", async () => {
    const inside = "printf 'behind'; printf '\\033[?1049h\\033[2J\\033[3;5Hin front\\033[?25l'; sleep 600";
    const { agentId, shows } = await world.agentIn(["sh", "-c", inside]);
    await until(async () => ((await shows()).includes("in front") ? true : undefined), shows);
    const screen = (await looking(agentId)).screen().toString();
    expect(screen.indexOf("behind")).toBeLessThan(screen.indexOf("\u001b[?1049h"));
    expect(screen.indexOf("\u001b[?1049h")).toBeLessThan(screen.indexOf("in front"));
    expect(screen).toContain("\u001b[?25l");
  });

  test("is sent to two over one connection, which goes when they are gone, and keeps the person's size", async () => {
    const { agentId, pane } = await world.agentIn(printing("both of you"), { columns: 101, rows: 31 });
    const session = await world.tmux("display-message", "-p", "-t", pane, "#{session_id}");
    const clients = () => world.tmux("list-clients", "-t", session, "-F", "#{client_flags}");
    const size = () => world.tmux("display-message", "-p", "-t", pane, "#{pane_width}x#{pane_height}");
    const [one, other] = [await looking(agentId), await looking(agentId)];
    const ours = async () =>
      (await clients())
        .split("\n")
        .filter((flags) => flags.includes("ignore-size") && !flags.includes("no-output"));
    expect(await ours()).toHaveLength(1);
    await enter(pane);
    await Promise.all([one.shows("both of you"), other.shows("both of you")]);
    expect(await size()).toBe("101x31");
    expect(one.messages[0]).toMatchObject({ columns: 101, rows: 31 });
    for (const looker of [one, other]) looker.close();
    await expect.poll(ours, { timeout: 30_000 }).toHaveLength(0);
  });

  test("leaves a person's own client the size it has", async () => {
    const { agentId, pane } = await world.agentIn(printing(""));
    const outer = ["-L", `signalbox-outer-${process.pid}`, "-f", "/dev/null"];
    const inner = ["tmux", "-S", world.socket, "attach", "-t", pane];
    const env = { ...process.env, TMUX: undefined };
    onTestFinished(() => void execFileSync("tmux", [...outer, "kill-server"], { env }));
    execFileSync("tmux", [...outer, "new-session", "-d", "-x", "117", "-y", "33", "--", ...inner], { env });
    const size = () => world.tmux("display-message", "-p", "-t", pane, "#{pane_width}x#{pane_height}");
    await expect.poll(size).toBe("117x32");
    const looker = await looking(agentId);
    expect(looker.messages[0]).toMatchObject({ columns: 117, rows: 32 });
    expect(await size()).toBe("117x32");
    execFileSync("tmux", [...outer, "resize-window", "-x", "71", "-y", "21"], { env });
    await looker.when(
      () => looker.messages.find((message) => message.kind === "screen" && message.columns === 71),
      () => "the person's new size",
    );
    expect(await size()).toBe("71x20");
  });

  test("is shown anew in its new size when the person's terminal gets another one", async () => {
    const { agentId, pane } = await world.agentIn(printing(""));
    const looker = await looking(agentId);
    await world.tmux("resize-window", "-t", pane, "-x", "60", "-y", "15");
    const resized = await looker.when(
      () => looker.messages.find((message) => message.kind === "screen" && message.columns === 60),
      () => "the new size",
    );
    expect(resized).toMatchObject({ rows: 15 });
  });

  test("goes on where it was for whoever comes back, and is shown anew to whoever was away too long", async () => {
    const flood = "read line; seq 1 300000; read line; printf after";
    const { agentId, pane } = await world.agentIn([
      "sh",
      "-c",
      `printf ready; read line; printf missed; ${flood}; sleep 600`,
    ]);
    const first = await looking(agentId);
    await first.shows("ready");
    const resume = { ...first.place };
    first.close();
    await first.closed;
    await enter(pane);
    const back = await looking(agentId, { resume });
    expect(back.messages[0]).toMatchObject({ kind: "resumed", ...resume });
    await back.shows("missed");
    await enter(pane);
    await back.shows("300000");
    const late = await looking(agentId, { resume });
    expect(late.messages[0]).toMatchObject({ kind: "screen" });
    await late.shows("299999");
  });

  test("of whom nothing is shown no more is sent, and the screen once it shows again", async () => {
    const { agentId, pane } = await world.agentIn(["sh", "-c", "read line; seq 1 400000; sleep 600"]);
    const slow = await looking(agentId, { acknowledges: false });
    slow.say({ kind: "took", offset: slow.place.offset });
    const quick = await looking(agentId);
    await enter(pane);
    await quick.shows("400000");
    expect(slow.received()).toBeLessThan(600_000);
    slow.say({ kind: "took", offset: slow.place.offset });
    await slow.when(
      () => (slow.messages.filter(({ kind }) => kind === "screen").length === 2 ? true : undefined),
      () => "another screen",
    );
    await slow.shows("400000");
  });

  test("ends with a reason when the pane is closed, and where there is none says why", async () => {
    const { agentId, pane } = await world.agentIn(printing(""));
    const looker = await looking(agentId);
    await world.tmux("kill-pane", "-t", pane);
    expect(await looker.told("ended")).toMatchObject({ reason: "closed" });
    expect(await looker.closed).toBe(1000);
    const nobody = await openLooker({
      url: world.url("00000000-0000-7000-8000-000000000000"),
      key: world.server.adminKey,
    });
    expect(await nobody.told("ended")).toMatchObject({ reason: "no_agent" });
  });

  test("is not shown any more to whoever's key is taken away", async () => {
    const { agentId } = await world.agentIn(printing(""));
    const { id, secret } = await world.aKey("read");
    const looker = await looking(agentId, { key: secret });
    await world.server.fetch(`/api/keys/${id}`, { method: "DELETE" });
    expect(await looker.closed).toBe(4401);
  });

  describe("that is driven", () => {
    /** A program that writes down the bytes it is typed. */
    const recording = async (before = "") => {
      const folder = temporaryFolder("typed");
      onTestFinished(() => removeFolder(folder));
      const file = join(folder, "typed");
      const agent = await world.agentIn([
        "sh",
        "-c",
        `stty raw -echo; ${before} printf ready; exec dd bs=1 of=${file} status=none`,
      ]);
      const looker = await looking(agent.agentId);
      await looker.shows("ready");
      const typed = (bytes: Buffer) =>
        until(
          () => (readFileSync(file).length >= bytes.length ? readFileSync(file) : undefined),
          () => `${bytes.toString("hex")}; there is ${readFileSync(file).toString("hex")}`,
          { timeoutMs: 10_000 },
        );
      return { ...agent, looker, typed, file };
    };

    test("is typed every byte that is typed, none of which tmux or a shell understands", async () => {
      const { looker, typed, agentId } = await recording();
      looker.say({ kind: "drive", on: true });
      expect(await looker.told("driving")).toMatchObject({ on: true });
      const text = [
        ...[
          "Enter",
          "C-c",
          " ; kill-server ",
          "$(touch x) #{pane_id} \\ ' \"",
          "\u0000\u0001\u001b[A\u001bOB\t\r\n\u007f",
        ],
        "grüße 漢 👩‍💻".repeat(100),
      ];
      for (const piece of text) looker.say({ kind: "type", text: piece });
      const expected = Buffer.from(text.join(""));
      expect((await typed(expected)).equals(expected)).toBe(true);
      looker.say({ kind: "drive", on: false });
      await looker.when(
        () => looker.messages.find((message) => message.kind === "driving" && !message.on),
        () => "the end",
      );
      const audit = await world.server.fetch(`/api/audit?subjectId=${agentId}`);
      const { items } = pageOf(AuditEntry).parse(await audit.json());
      expect(items.map(({ action }) => action)).toEqual(["terminal.driving_ended", "terminal.driving_began"]);
      expect(JSON.stringify(items)).not.toContain("touch");
    });

    test("is pasted to in brackets where its program asked for them, and without what would end them", async () => {
      const { looker, typed } = await recording("printf '\\033[?2004h';");
      looker.say({ kind: "drive", on: true });
      looker.say({ kind: "paste", text: '-one \\ "two" $x\r\n\u001b[201~drei ü' });
      const expected = Buffer.from('\u001b[200~-one \\ "two" $x\r[201~drei ü\u001b[201~');
      expect((await typed(expected)).toString()).toBe(expected.toString());
      expect(await world.tmux("list-buffers")).toBe("");
    });

    test("takes nothing from whoever did not ask for the controls, or may not have them", async () => {
      const { looker, agentId, typed } = await recording();
      looker.say({ kind: "type", text: "a" });
      expect(await looker.told("refused")).toMatchObject({ code: "terminals.not_driving" });
      const reader = await looking(agentId, { key: await world.keyWith("read") });
      reader.say({ kind: "drive", on: true });
      expect(await reader.told("refused")).toMatchObject({ code: "auth.scope_missing" });
      reader.say({ kind: "type", text: "b" });
      await reader.when(
        () =>
          reader.messages.find(
            (message) => message.kind === "refused" && message.code === "terminals.not_driving",
          ),
        () => "that it does not drive",
      );
      looker.say({ kind: "drive", on: true });
      looker.say({ kind: "type", text: "c" });
      expect((await typed(Buffer.from("c"))).toString()).toBe("c");
    });

    test("takes nothing while the person scrolls in it, where keys are tmux's", async () => {
      const { looker, pane, typed } = await recording();
      looker.say({ kind: "drive", on: true });
      await world.tmux("copy-mode", "-t", pane);
      looker.say({ kind: "type", text: "q" });
      expect(await looker.told("refused")).toMatchObject({ code: "terminals.scrolled" });
      expect(await world.tmux("display-message", "-p", "-t", pane, "#{pane_in_mode}")).toBe("1");
      await world.tmux("send-keys", "-t", pane, "-X", "cancel");
      looker.say({ kind: "type", text: "c" });
      expect((await typed(Buffer.from("c"))).toString()).toBe("c");
    });
  });

  test.each([
    ["no credentials", {}, "401"],
    ["a key of another scope", { scope: "signals:write" }, "403"],
    ["a foreign Origin", { scope: "read", origin: "http://evil.example" }, "403"],
    ["a foreign Host", { scope: "read", host: "evil.example" }, "403"],
  ])(
    "is refused with %s before it opens",
    async (_what, { scope, ...headers }: { scope?: string }, status) => {
      const url = world.url("00000000-0000-7000-8000-000000000000");
      const key = scope === undefined ? "" : await world.keyWith(scope);
      await expect(openLooker({ url, key, headers: { ...headers } })).rejects.toThrow(status);
    },
  );
});
