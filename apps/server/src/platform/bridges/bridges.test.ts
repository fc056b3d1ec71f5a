import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import type { Access } from "@signalbox/contract/executions";
import { test as base, describe, expect, onTestFinished } from "vitest";
import { endGroup } from "../processes/end-group.ts";
import { commandOf } from "./start-bridge.ts";

const test = base.extend("cwd", () => {
  const cwd = mkdtempSync(join(tmpdir(), "signalbox-bridges-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  return cwd;
});

interface Run {
  by: "acp" | "command" | "opencode";
  cwd: string;
  access?: Access;
  file: string;
  args?: readonly string[];
}

/** What a bridge printed until its end, line by line. */
async function linesOf({ by, cwd, access = "full", file, args = [] }: Run): Promise<unknown[]> {
  const cli = {
    args: () => [...args],
    bridge: () => ({ by, access, cwd, model: null, resumes: null }),
  };
  const started = commandOf(cli, file, {});
  const child = spawn(started.file, started.args, { cwd, detached: true, stdio: "pipe" });
  onTestFinished(() => endGroup(child.pid));
  child.stderr.resume();
  child.stdin.end("Do it");
  const printed = await textOf(child.stdout);
  return printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** A program of Node's, as an agent would be. */
function programIn(cwd: string, source: string): { file: string; args: string[] } {
  writeFileSync(join(cwd, "agent.mjs"), source);
  return { file: process.execPath, args: [join(cwd, "agent.mjs")] };
}

/** An agent of the protocol: what it does at its prompt, and at each answer to what it asks. */
const acpAgent = ({ prompted, answered = "" }: { prompted: string; answered?: string }) => `
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
const update = (update) => say({ method: "session/update", params: { sessionId: "s", update } });
const words = (text) => update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text } });
const answers = [];
let prompt = 0;
const end = () => say({ id: prompt, result: { stopReason: "end_turn" } });
const ask = (options) => {
  const toolCall = { toolCallId: "same", kind: "execute", rawInput: { command: "rm -rf ." } };
  const offered = options.map((kind) => ({ optionId: kind + "-id", kind }));
  say({ id: 50, method: "session/request_permission", params: { toolCall, options: offered } });
};
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, result } = JSON.parse(line);
  if (method === "initialize") say({ id, result: {} });
  else if (method === "session/new") say({ id, result: { sessionId: "s" } });
  else if (method === "session/prompt") {
    prompt = id;
    ${prompted}
  } else {
    answers.push(result.outcome);
    ${answered}
  }
});`;

/** A server of OpenCode: how it answers who follows it, and who gives it a prompt. */
const opencodeServer = ({ followed = "response.write(': hello\\n\\n');", prompted = "response.end();" }) => `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  if (request.url === "/event") { ${followed} }
  else if (request.url === "/session") response.end(JSON.stringify({ id: "ses_1" }));
  else { ${prompted} }
});
server.listen(0, "127.0.0.1", () =>
  console.log("listening on http://127.0.0.1:" + server.address().port));`;

describe("a program that speaks no protocol", () => {
  test("is over once it ended, also where what it left behind holds its output open", async ({ cwd }) => {
    const args = ["-c", "sleep 300 & echo done"];
    const lines = await linesOf({ by: "command", cwd, file: "/bin/sh", args });
    expect(lines.at(-1)).toMatchObject({ type: "result", ok: true, text: "done" });
  });

  test("may print far more than anybody reads", async ({ cwd }) => {
    const long = "for n in 1 2 3; do head -c 40000000 /dev/zero | tr '\\0' a; echo; done; echo end";
    const lines = await linesOf({ by: "command", cwd, file: "/bin/sh", args: ["-c", long] });
    const last = lines.at(-1);
    expect(last).toMatchObject({ type: "result", ok: true, text: expect.stringMatching(/aaa.*\nend$/s) });
    expect(JSON.stringify(last).length).toBeLessThan(300 * 1024);
  });
});

describe("an agent of the Agent Client Protocol", () => {
  test("may print what is no message, and answer what nobody asked", async ({ cwd }) => {
    const noise = `
      process.stdout.write("{ not json\\n[1]\\nnull\\n" + "x".repeat(17_000_000) + "\\n");
      say({ id: 999, result: {} }); say({ id: "a", result: 1 }); say({ method: 3, id: null });
      update(null); update({ sessionUpdate: "tool_call" }); words("fine"); end();`;
    const lines = await linesOf({ by: "acp", cwd, ...programIn(cwd, acpAgent({ prompted: noise })) });
    expect(lines.at(-1)).toMatchObject({ type: "result", ok: true, text: "fine" });
  });

  test("is answered each time it asks, with no more than it offers", async ({ cwd }) => {
    const agent = acpAgent({
      prompted: 'ask(["allow_always", "reject_once"]);',
      answered: `
        if (answers.length === 1) ask(["allow_once"]);
        else if (answers.length === 2) ask([]);
        else { words(JSON.stringify(answers)); end(); }`,
    });
    const lines = await linesOf({ by: "acp", cwd, access: "read", ...programIn(cwd, agent) });
    const none = { outcome: "cancelled" };
    const answers = [{ outcome: "selected", optionId: "reject_once-id" }, none, none];
    expect(lines.at(-1)).toMatchObject({ ok: true, text: JSON.stringify(answers) });
  });

  test("that dies at its prompt is over with its last complaint, also where it leaves something behind", async ({
    cwd,
  }) => {
    const prompted = `
      spawn("sleep", ["300"], { stdio: "inherit" });
      process.stderr.write("No luck\\n", () => process.exit(7));`;
    const lines = await linesOf({ by: "acp", cwd, ...programIn(cwd, acpAgent({ prompted })) });
    expect(lines.at(-1)).toMatchObject({
      type: "result",
      ok: false,
      text: "It ended (exit code 7): No luck",
    });
  });
});

describe("OpenCode by its server", () => {
  test("tells so where its server dies at the prompt", async ({ cwd }) => {
    const program = programIn(cwd, opencodeServer({ prompted: "process.exit(1);" }));
    const lines = await linesOf({ by: "opencode", cwd, ...program });
    expect(lines.at(-1)).toMatchObject({ type: "error" });
  });

  test.for(["response.statusCode = 401; response.end();", "response.end('data: {}\\n\\n');"])(
    "tells so where its server tells no events, or no more of them: %s",
    async (followed, { cwd }) => {
      const program = programIn(cwd, opencodeServer({ followed }));
      const lines = await linesOf({ by: "opencode", cwd, ...program });
      expect(lines.at(-1)).toMatchObject({ type: "error" });
    },
  );
});
