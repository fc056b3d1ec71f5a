import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Text } from "@signalbox/contract/texts";
import { hookSession } from "@signalbox/testkit/hook-session";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { openTerminal } from "@signalbox/testkit/terminal";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { signedIn } from "./signed-in.ts";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
const Texts = z.object({ items: z.array(Text) });
const [pasteBegins, pasteEnds] = ["\u001b[200~", "\u001b[201~"];

/** An agent whose CLI is played by a program that writes down what is typed into its input. */
async function aRecorder() {
  const folder = temporaryFolder("texts");
  const [socket, file] = [join(folder, "socket"), join(folder, "bytes")];
  writeFileSync(file, "");
  const server = await runServer({ env: { SIGNALBOX_TMUX_SOCKETS: socket } });
  const player = join(import.meta.dirname, "playing-input.ts");
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm-256color", LC_ALL: "C.UTF-8" };
  const command = [process.execPath, player, file] as const;
  const terminal = await openTerminal({ command: [...command], cwd: folder, env, socket, ready: "❯" });
  onTestFinished(async () => {
    await terminal.close();
    await server.stop();
    removeFolder(folder);
  });
  const browser = await signedIn(server);
  const session = hookSession({ sessionId: randomUUID(), cwd: folder });
  const pid = ["-S", socket, "display-message", "-p", "-t", "%0", "#{pane_pid}"];
  const { stdout } = await promisify(execFile)("tmux", pid, { env });
  const headers = { "x-signalbox-pid": stdout.trim(), "x-tmux-pane": "%0" };
  const hear = (body: object) =>
    server.fetch("/hooks/claude", { method: "POST", headers, body: JSON.stringify(body) });
  const works = async (text: string) => {
    const id = randomUUID();
    await hear(session.prompted(id, text));
    await hear(session.stopped(id, "Done"));
  };
  await hear(session.started());
  await works("Begin");
  const agentId = await until(
    async () => {
      const { items } = Items.parse(await (await server.fetch("/api/agents")).json());
      return items[0]?.state === "complete" ? String(items[0].id) : undefined;
    },
    () => "the agent",
  );
  const all = async () =>
    Texts.parse(await (await server.fetch(`/api/agents/${agentId}/texts`)).json()).items;
  let read = 0;
  return {
    folder,
    /** What the program got of a text that was said, or why it was refused. */
    say: async (text: string): Promise<{ got: string } | { refused: number }> => {
      const body = { key: randomUUID(), text };
      const reply = await browser(`/api/agents/${agentId}/texts`, { method: "POST", body });
      if (reply.status >= 400) return { refused: reply.status };
      const { id } = Text.parse(await reply.json());
      const sent = async () => (await all()).find((one) => one.id === id && one.state === "sent");
      await until(sent, async () => JSON.stringify(await all()).slice(0, 2_000) + (await terminal.screen()));
      const bytes = readFileSync(file);
      const got = bytes.subarray(read).toString();
      read = bytes.length;
      await works(text);
      return { got };
    },
  };
}

/** The same numbers each time. */
function randoms(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const words = [
  ..."aZ09 '\"`\\$;#{}()|&<>~%@-=*?[]^,.:/",
  ...["\n", "\t", "$(touch pwned)", "`touch pwned`", "; touch pwned", "; kill-server", "C-c", "Enter"],
  ...["Escape", "#{pane_id}", "é", "ß", "🦊", "שלום", "مرحبا", "中文", "\\033", "%end 1 2 3", "--", "!"],
];
const controls = ["\u0003", "\u001b[201~", "\u0015", "\r\n", "\u007f", "\u009b", "\u0000", "\u001b"];

/** As it is said: without what is no text, its lines as in files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
const noText = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const asSaid = (text: string): string => {
  const plain = text.replaceAll(/\r\n?/g, "\n").replaceAll(noText, "").trim();
  return plain.startsWith("!") ? ` ${plain}` : plain;
};

describe.skipIf(isMissing(findTmux()))("a text that is said to an agent", () => {
  test("arrives byte by byte as it is and is entered once, or is refused", { timeout: 300_000 }, async () => {
    const { say, folder } = await aRecorder();
    const random = randoms(11);
    const sized = (bytes: number, from: readonly string[]) => {
      let text = "x";
      while (Buffer.byteLength(text) < bytes) text += from[random(from.length)];
      return text;
    };
    const sizes = [1, 2, 3, 10, 40, 120, 500, 990, 1_010, 4_090, 4_096, 4_100, 20_000, 195_000];
    const texts = [
      ...sizes.map((size) => sized(size, words)),
      ...[60, 600, 6_000].map((size) => sized(size, [...words, ...controls])),
      ...["!ls", "-H", "-t %0", "Enter", "C-u", "one\n\n\ntwo"],
    ];
    for (const text of texts) {
      const said = await say(text);
      const got = "got" in said ? said.got.replace(pasteBegins, "").replace(pasteEnds, "") : said;
      expect(got, JSON.stringify(text.slice(0, 300))).toBe(`${asSaid(text)}\r`);
    }
    for (const text of ["", "\u0003\u001b", "x".repeat(200_001)])
      expect(await say(text), JSON.stringify(text.slice(0, 30))).toEqual({ refused: 400 });
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });
});
