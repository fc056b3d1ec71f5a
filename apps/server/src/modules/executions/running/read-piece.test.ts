import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { recordOf } from "../../../platform/supervisor/spec.ts";
import { adapterOf } from "../../backends/index.ts";
import { readPiece } from "./read-piece.ts";
import { Tails } from "./tails.ts";

/** The output of a program that grows, and what was read of it. */
function anOutput(backend = "claude", secrets: readonly string[] = []) {
  const folder = temporaryFolder("output");
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, "output.log");
  const cli = adapterOf(backend)?.execution ?? {
    args: () => [],
    leavesProjectOut: true,
    env: () => ({}),
    read: () => [],
  };
  let tails = new Tails();
  let from = 0;
  return {
    add: (...lines: readonly (readonly [stream: string, text: string])[]) =>
      appendFileSync(path, lines.map(([stream, text]) => recordOf(1, stream, text)).join("")),
    append: (text: string) => appendFileSync(path, text),
    /** Another process reads on. */
    forget: () => {
      tails = new Tails();
    },
    read: async () => {
      const piece = await readPiece(folder, from, { cli, secrets, tails });
      if (piece !== null) from = piece.to;
      return piece;
    },
  };
}

const body = "MIIEowIBAAKCAQEAq8".repeat(3);
const key = [
  ...["-----BEGIN RSA PRIVATE KEY-----", "Proc-Type: 4,ENCRYPTED", "", body, body],
  "-----END RSA PRIVATE KEY-----",
];

test("a private key that goes over lines is taken out, and what stands around it stays", async () => {
  const { add, read } = anOutput();
  add(["o", "before"], ...key.map((line) => ["e", line] as const), ["e", "after"], ["o", "between"]);
  const piece = await read();
  expect(piece?.text.split("\n").slice(0, -1)).toEqual([
    ...["1 o before", ...key.map(() => "1 e [redacted]"), "1 e after", "1 o between"],
  ]);
});

test("so it is where a piece ends within it, and other lines come between", async () => {
  const { add, read } = anOutput();
  const texts = [];
  for (const line of key) {
    add(["e", line], ["o", "something else"]);
    texts.push((await read())?.text);
  }
  expect(texts).toEqual(key.map(() => "1 e [redacted]\n1 o something else\n"));
});

test("so it is where another process reads on within it", async () => {
  const { add, read, forget } = anOutput();
  const texts = [];
  for (const line of key) {
    add(["e", line], ["o", "something else"]);
    texts.push((await read())?.text);
    forget();
  }
  expect(texts).toEqual(key.map(() => "1 e [redacted]\n1 o something else\n"));
});

test("what only looks like a private key hides neither a line of JSON nor all that follows", async () => {
  const { add, read } = anOutput();
  const words = Array.from({ length: 500 }, () => ["e", "words"] as const);
  add(["o", "-----BEGIN PRIVATE KEY-----"], ["o", '{"type":"x"}'], ["e", "-----BEGIN PRIVATE KEY-----"]);
  add(...words);
  const text = (await read())?.text ?? "";
  expect(text).toContain('1 o {"type":"x"}\n');
  expect(text.endsWith("1 e words\n")).toBe(true);
});

test("an API key is taken out wherever it stands in a long line, which stays one line", async () => {
  const { add, read } = anOutput();
  const secret = `sk-ant-api03-${"a".repeat(40)}`;
  const half = 32 * 1024;
  for (const at of [0, half - 20, half, 256 * 1024 - 20, 300_000 - secret.length]) {
    add(["o", `${" ".repeat(at)}${secret}${" ".repeat(300_000 - at - secret.length)}`]);
    const piece = await read();
    expect(piece?.text).not.toContain("aaaaaaaaaa");
    expect([piece?.lines, piece?.text.split("\n").length]).toEqual([1, 2]);
  }
});

test("a result is read however long its line is, and whichever letters stand in it", async () => {
  const { add, read } = anOutput();
  const result = `\u2028${"long ".repeat(400_000)}`;
  add(
    ["o", `a\rghp_${"a".repeat(36)}`],
    ["o", JSON.stringify({ type: "result", is_error: false, result })],
    ["o", "x"],
  );
  expect((await read())?.text).toBe("1 o a\r[redacted]\n");
  expect((await read())?.result?.text).toMatch(/^\u2028long/);
  expect(await read()).toMatchObject({ lines: 1, result: null });
});

test("half a record waits for its other half", async () => {
  const { append, read } = anOutput();
  append("1 o hal");
  expect(await read()).toBeNull();
  append("f\n");
  expect((await read())?.text).toBe("1 o half\n");
});

test("the last words of a CLI are its result though they were read long before it ended", async () => {
  const { add, read } = anOutput("codex");
  const line = (message: object) => ["o", JSON.stringify(message)] as const;
  add(line({ type: "turn.started" }));
  add(line({ type: "item.completed", item: { type: "agent_message", text: "long ".repeat(100_000) } }));
  add(["e", "x ERROR codex_core::tools::router: error=patch rejected: x"]);
  expect(await read()).toMatchObject({ result: null, worksOn: true });
  add(line({ type: "turn.completed", usage: { input_tokens: 3, output_tokens: 2 } }));
  const piece = await read();
  expect(piece).toMatchObject({ worksOn: false, result: { errorClass: null, usage: { input: 3 } } });
  expect(piece?.result?.text).toMatch(/^long long/);
  expect(piece?.result?.reason).toBe("It was not allowed to use apply_patch");
});
