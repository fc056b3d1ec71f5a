import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { aTmuxServer } from "./server.testing.ts";
import { createTmux } from "./tmux.ts";

/** Writes down each byte that is typed; asks for marks around what is pasted. */
const recorder = 'stty raw -echo; printf "\\033[?2004hReady"; exec cat > "$0"';
const [pasteBegins, pasteEnds] = ["\u001b[200~", "\u001b[201~"];
/** Told last: once it is there, all before it is. */
const end = "~the end~";

async function aRecorder() {
  const server = aTmuxServer();
  const folder = temporaryFolder("typed");
  const file = join(folder, "bytes");
  const pane = { server: server.socket, ...(await server.open("sh", "-c", recorder, file)) };
  const tmux = createTmux({
    ...{ sockets: [server.socket], path: process.env.PATH ?? "", log: pino({ level: "silent" }) },
  });
  onTestFinished(async () => {
    await tmux.stop();
    removeFolder(folder);
  });
  const shown = async () => (await tmux.capture(pane))?.includes("Ready") || undefined;
  await until(shown, () => "the recorder");
  let read = 0;
  /** All bytes, once there are more and the last of them are these. */
  const arrived = (last: string) =>
    until(
      () => {
        const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
        const text = bytes.toString();
        return bytes.length > read && text.endsWith(last) ? text : undefined;
      },
      () => `${last} to arrive`,
    );
  /** What the program got of it. */
  const type = async (text: string): Promise<string> => {
    await tmux.withPane(pane, async (keys) => {
      await keys.type(text);
      await keys.type(end);
    });
    const all = Buffer.from(await arrived(end));
    const bytes = all.subarray(read, all.length - Buffer.byteLength(end)).toString();
    read = all.length;
    return bytes;
  };
  return { server, tmux, pane, type, arrived, folder };
}

const unmarked = (got: string): string =>
  got.startsWith(pasteBegins) && got.endsWith(pasteEnds)
    ? got.slice(pasteBegins.length, -pasteEnds.length)
    : got;

/** The same numbers each time. */
function randoms(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const words = [
  ..."aZ09 '\"`\\$;#{}()|&<>~!%@-=*?[]^,.:/",
  ...["\n", "\t", "$(touch pwned)", "`touch pwned`", "; kill-server", "C-c", "Enter", "Escape", "#{pane_id}"],
  ...[
    "é",
    "ß",
    "🦊",
    "👩‍👩‍👧",
    "שלום",
    "مرحبا",
    "中文",
    "\\033",
    "%end 1 2 3",
    "\\;",
    "--",
    "-X cancel",
    "'",
  ],
];

describe.skipIf(isMissing(findTmux()))("what is typed into a pane", () => {
  test("arrives byte by byte as it is, of any length, and runs nothing", { timeout: 60_000 }, async () => {
    const { server, type, folder } = await aRecorder();
    const random = randoms(7);
    const sized = (bytes: number) => {
      let text = "";
      while (Buffer.byteLength(text) < bytes) text += words[random(words.length)];
      return text;
    };
    const sizes = [...Array.from({ length: 60 }, () => 1 + random(300)), 4_090, 4_096, 4_100, 9_000, 200_000];
    for (const text of [...words, "-H", "-t %0", ...sizes.map(sized)]) {
      const got = await type(text);
      expect(unmarked(got), JSON.stringify(text.slice(0, 300))).toBe(text);
    }
    expect(existsSync(join(folder, "pwned"))).toBe(false);
    expect(await server.tmux("list-buffers")).toBe("");
    expect(await server.tmux("list-panes", "-a", "-F", "#{pane_id}")).toBe("%0");
  });

  test("of several lines, or long, comes as a paste, and other text as if typed", async () => {
    const { tmux, pane, type, arrived } = await aRecorder();
    expect(await type("one\ntwo")).toBe(`${pasteBegins}one\ntwo${pasteEnds}`);
    expect(await type("x".repeat(5_000))).toMatch(new RegExp(`^${pasteBegins.replace("[", "\\[")}x`));
    expect(await type("one two")).toBe("one two");
    await tmux.withPane(pane, (keys) => keys.paste("!one"));
    expect(await arrived(pasteEnds)).toContain(`${pasteBegins}!one${pasteEnds}`);
  });

  test("has no keys in it, which are pressed by name, and comes from one at a time", async () => {
    const { tmux, pane, arrived } = await aRecorder();
    await expect(tmux.withPane(pane, (keys) => keys.type("\u0003"))).rejects.toThrow("control characters");
    const many = Array.from({ length: 20 }, (_, n) =>
      tmux.withPane(pane, async (keys) => {
        await keys.type(`<${n}`);
        await keys.press("Tab");
        await keys.type(`${n}>`);
      }),
    );
    await Promise.all(many);
    const all = Array.from({ length: 20 }, (_, n) => `<${n}\t${n}>`).join("");
    expect(await arrived("19>")).toBe(all);
  });

  test("reaches a pane that somebody scrolled in, and neither a foreign pane nor several at once", async () => {
    const { server, tmux, pane, arrived } = await aRecorder();
    const say = (text: string, to = pane) => tmux.withPane(to, (keys) => keys.type(text));
    await server.tmux("copy-mode", "-t", pane.id);
    await say("q and more");
    await arrived("q and more");
    await expect(say("x", { ...pane, pid: pane.pid + 1 })).rejects.toThrow("gone");
    await expect(say("x", { ...pane, id: "%0; kill-server" })).rejects.toThrow("no pane");
    await expect(say("x", { ...pane, id: "%9" })).rejects.toThrow("pane is gone");
    await expect(say("x", { ...pane, server: "/nowhere" })).rejects.toThrow("not watched");
    await server.tmux("set-option", "-w", "-t", pane.id, "synchronize-panes", "on");
    await expect(say("x")).rejects.toThrow("synchronised");
  });

  test("is not touched by looking: who scrolls in the pane goes on, until something is typed or pressed", async () => {
    const { server, tmux, pane, arrived } = await aRecorder();
    const inMode = () => server.tmux("display-message", "-p", "-t", pane.id, "#{pane_in_mode}");
    for (const act of ["type", "press"] as const) {
      await server.tmux("copy-mode", "-t", pane.id);
      const shown = await tmux.withPane(pane, (keys) => keys.screen());
      expect([shown.trim(), (await inMode()).trim()]).toEqual(["Ready", "1"]);
      await tmux.withPane(pane, (keys) => (act === "type" ? keys.type(end) : keys.press("Tab")));
      await arrived(act === "type" ? end : "\t");
      expect((await inMode()).trim()).toBe("0");
    }
    await server.tmux("choose-tree", "-t", pane.id);
    expect(await tmux.withPane(pane, (keys) => keys.screen())).toContain("Ready");
  });
});
