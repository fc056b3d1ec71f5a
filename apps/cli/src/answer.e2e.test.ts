import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createClient } from "@signalbox/client/client";
import { createSignInLink, signIn, signInHeader } from "@signalbox/contract/auth";
import { AnswerGrant, listGrants } from "@signalbox/contract/grants";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CliConfig } from "./config.ts";
import { readKey } from "./server/read-key.ts";
import { findServer } from "./server/run-file.ts";
import { type OwnServer, ownServer } from "./testing/own-server.ts";
import { commandLine } from "./testing/terminal.ts";

let server: OwnServer;
let config: CliConfig;
let browser: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  server = await ownServer();
  ({ config } = server);
  expect(await server.signalbox("up")).toMatchObject({ code: 0, err: "" });
  browser = await signedIn();
});
afterAll(() => server.remove());

/** A browser that is signed in, and gives or refuses the leave that the next terminal asks for. */
async function signedIn() {
  const found = await findServer(config);
  if (found.kind !== "running") throw new Error("the server is down");
  const apiKey = await readKey(config.keyFile);
  const client = createClient({ baseUrl: found.run.url, credentials: () => ({ apiKey }) });
  const link = new URL((await client.call(createSignInLink)).url);
  const reply = await fetch(new URL(signIn.path, client.baseUrl), {
    method: "POST",
    headers: { "content-type": "application/json", origin: link.origin },
    body: JSON.stringify({ secret: link.hash.slice(1) }),
  });
  const { secret } = signIn.replies[201].parse(await reply.json());
  const cookie = reply.headers.getSetCookie().map((each) => each.split(";", 1)[0]);
  const headers = { cookie: cookie.join("; "), [signInHeader]: secret, origin: link.origin };
  const ask = (path: string, method = "GET", body?: unknown) =>
    fetch(new URL(path, client.baseUrl), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const asking = async () => {
    const page = listGrants.replies[200].parse(await (await ask("/api/answer-grants")).json());
    return page.items.find(({ state }) => state === "asked");
  };
  return async (how: "give" | "refuse"): Promise<AnswerGrant> => {
    const { id } = await until(asking, () => "no terminal asks");
    const path = `/api/answer-grants/${id}/${how}`;
    const settled = await ask(path, "POST", how === "give" ? { minutes: 5 } : undefined);
    return AnswerGrant.parse(await settled.json());
  };
}

/** Runs the hook script as Claude Code does in a terminal; answers what it prints, once it has ended. */
const hook = (payload: object, wait = false): Promise<string> => {
  const script = join(config.hookFolder, "hook.sh");
  const env = { PATH: process.env.PATH, CLAUDE_CODE_ENTRYPOINT: "cli" };
  const child = spawn("sh", [script, "signalbox", "claude", ...(wait ? ["wait"] : [])], { env });
  child.stdin.end(JSON.stringify({ cwd: server.folder, ...payload }));
  return text(child.stdout);
};

/** A session that asks, and waits with its hook; answers what the hook prints in the end. */
async function asks(session_id: string, asked: { tool_name: string; tool_input: object }) {
  const prompt = { session_id, prompt_id: `${session_id}-1` };
  await hook({ ...prompt, hook_event_name: "UserPromptSubmit", prompt: "Go" });
  const printed = hook({ ...prompt, hook_event_name: "PermissionRequest", ...asked }, true);
  const id = await until(
    async () => {
      const { items } = JSON.parse((await server.signalbox("answer", "--list", "--json")).out);
      const item = items.find(
        ({ question }: { question: { tool: string } }) => question.tool === asked.tool_name,
      );
      return item?.way === null ? undefined : item?.id;
    },
    () => "no question waits",
  );
  return { id: String(id), printed: async () => JSON.parse(await printed).hookSpecificOutput.decision };
}

const bash = (command: string) => ({ tool_name: "Bash", tool_input: { command } });
const colours = {
  tool_name: "AskUserQuestion",
  tool_input: {
    questions: [
      {
        question: "Which colour?",
        header: "Colour",
        multiSelect: false,
        options: [
          { label: "red", description: "warm" },
          { label: "blue", description: "cold" },
        ],
      },
    ],
  },
};

describe("the command that answers", () => {
  test("it allows what is asked once a browser lets it, and gives its leave back", async () => {
    const { id, printed } = await asks("one", bash("npm test"));
    const [said, grant] = await Promise.all([server.signalbox("answer", id, "--allow"), browser("give")]);
    expect(said).toMatchObject({ code: 0, out: "Allowed\n" });
    expect(said.err).toContain(`The page must show the code ${grant.code}`);
    expect(await printed()).toMatchObject({ behavior: "allow" });
    expect((await server.signalbox("answer", "--list")).out).toBe("Nothing waits\n");
  });

  test("refused in the browser, it answers nothing", async () => {
    const { id, printed } = await asks("two", bash("rm -rf build"));
    const [said] = await Promise.all([server.signalbox("answer", id, "--allow"), browser("refuse")]);
    expect(said).toMatchObject({ code: 4, out: "", err: expect.stringContaining("It was refused") });
    const [again] = await Promise.all([server.signalbox("answer", id, "--deny", "Not yet"), browser("give")]);
    expect(again).toMatchObject({ code: 0, out: "Refused\n" });
    expect(await printed()).toMatchObject({ behavior: "deny", message: "Not yet" });
  });

  test("in a terminal it asks about each question in turn", async () => {
    const first = await asks("three", bash("make"));
    const second = await asks("four", colours);
    const lines = ["perhaps", "y", "2"];
    const typing = commandLine(config, {
      isTerminal: true,
      readLine: async () => lines.shift() ?? null,
    });
    const [said] = await Promise.all([typing("answer"), browser("give")]);
    expect(said).toMatchObject({ code: 0, out: "Allowed\nChosen: blue\nNothing else waits\n" });
    expect(said.err).toMatch(
      /Run make[\s\S]+"command": "make"[\s\S]+"perhaps" is no answer[\s\S]+Which colour\?[\s\S]+2\. blue cold/,
    );
    expect(await first.printed()).toMatchObject({ behavior: "allow" });
    expect(await second.printed()).toMatchObject({ updatedInput: { answers: { "Which colour?": "blue" } } });
  });

  test.each([
    [["answer", "--allow"], /name it, and say one thing/],
    [["answer", "x"], /An id looks as in/],
    [["answer", "01a00000-0000-7000-8000-000000000000", "--allow", "--deny"], /say one thing/],
    [["answer", "01a00000-0000-7000-8000-000000000000", "--allow"], /Nothing waits under/],
  ])("%j ends with 2 and says why", async (line, why) => {
    expect(await server.signalbox(...line)).toMatchObject({ code: 2, err: expect.stringMatching(why) });
  });
});
