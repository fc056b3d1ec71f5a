import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeBotSync } from "@signalbox/contract/bot-files";
import { type Bot, createBot } from "@signalbox/contract/bots";
import type { BodyInputOf } from "@signalbox/contract/route";
import { type ClaudeHome, claudeHome } from "@signalbox/testkit/claude";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { type ModelStub, startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connectToRunning } from "./server/connect.ts";
import { type OwnServer, ownServer } from "./testing/own-server.ts";
import { commandLine } from "./testing/terminal.ts";

const nowhere = "01a1fe8d-9052-75fe-a976-e96e3abfeb83";

describe.skipIf(isMissing(findClaude()))("bots from the command line", () => {
  let stub: ModelStub;
  let home: ClaudeHome;
  let server: OwnServer;
  let signalbox: OwnServer["signalbox"];
  beforeAll(async () => {
    stub = await startModelStub();
    home = claudeHome(stub.url);
    server = await ownServer({
      ...home.env,
      PATH: `${dirname(findClaude().path ?? "")}:${process.env.PATH}`,
      CLAUDE_CONFIG_DIR: join(home.home, ".claude"),
      SIGNALBOX_LAUNCH_ENV: Object.keys(home.env)
        .filter((name) => name !== "PATH")
        .join(","),
    });
    ({ signalbox } = server);
    expect(await signalbox("up")).toMatchObject({ code: 0, err: "" });
  });
  afterAll(async () => {
    await server.remove();
    await stub.stop();
    home.remove();
  });

  const make = async (some: Partial<BodyInputOf<typeof createBot>>): Promise<Bot> => {
    const client = await connectToRunning(server.config);
    const body = { name: "Triage", prompt: "Do {{ task }}", variables: [{ name: "task" }], ...some };
    return client.call(createBot, { body });
  };

  test("bots are listed, with what they ask for", async () => {
    expect((await signalbox("bots")).out).toMatch(/^No bot yet\. Make one/);
    const { id } = await make({
      name: "Listed",
      variables: [{ name: "task" }, { name: "tone", default: "" }],
    });
    expect((await signalbox("bots")).out).toMatch(
      /^BOT +CLI +ACCESS +ON +CHANGED +ASKS FOR +ID\nListed +claude +read +on +\d+ s +task, tone +\S+/,
    );
    expect(JSON.parse((await signalbox("bots", "--json")).out).items).toMatchObject([{ id }]);
  });

  test("a bot is written to a file and taken from it again: made, written anew, or left where it is the same", async () => {
    const { id } = await make({ name: "Filed", prompt: "Do {{ task }}\nand say so" });
    const { out } = await signalbox("bots", "export", "filed");
    expect(out).toMatch(/^# yaml-language-server: \$schema=http:\S+\/schemas\/bot\.json\nname: Filed\n/);
    const schema = /\$schema=(\S+)/.exec(out)?.[1] ?? "";
    expect(await (await fetch(schema)).json()).toMatchObject({ title: "A bot of Signalbox" });
    const file = join(server.config.home, "filed.yaml");
    expect((await signalbox("bots", "export", id, "--out", file)).out).toBe(`${file}\n`);
    expect((await signalbox("bots", "apply", file)).out).toBe("Filed is as the file says\n");
    await writeFile(file, out.replace("and say so", "and be quiet"));
    expect((await signalbox("bots", "apply", file)).out).toBe("Filed is at version 2\n");
    await writeFile(file, out.replace("name: Filed", "name: Filed anew"));
    expect((await signalbox("bots", "apply", file)).out).toMatch(/^Filed anew is made: \S{36}\n$/);
    const renamed = JSON.parse((await signalbox("bots", "apply", file, "--to", id, "--json")).out);
    expect(renamed).toMatchObject({ id, version: 3, content: { name: "Filed anew" } });
    const twice = await signalbox("bots", "apply", file);
    expect(twice).toMatchObject({
      code: 2,
      err: expect.stringContaining("Several bots are called Filed anew"),
    });
  });

  test("a ready bot is printed as a file, which makes it once it has a project", async () => {
    expect((await signalbox("bots", "ready")).out).toMatch(
      /^BOT +WHAT IT DOES\n[\s\S]*code-tour +Writes docs/,
    );
    const file = join(server.config.home, "tour.yaml");
    expect((await signalbox("bots", "ready", "Code tour", "--out", file)).out).toBe(`${file}\n`);
    const alone = await signalbox("bots", "apply", file);
    expect(alone).toMatchObject({
      code: 2,
      err: expect.stringMatching(/:\d+: projectId: must be a project/),
    });
    execFileSync("git", ["init", "-q", home.workspace]);
    const added = await signalbox("projects", "add", home.workspace, "--json");
    const { slug } = JSON.parse(added.out);
    const { out } = await signalbox("bots", "ready", "code-tour", "--project", slug);
    await writeFile(file, out);
    expect((await signalbox("bots", "apply", file)).out).toMatch(/^Code tour is made: /);
    const refused = await signalbox("bots", "ready", "nobody");
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/There is no ready bot nobody/) });
  });

  test("bots are taken from a repository, each told with its file", async () => {
    expect((await signalbox("bots", "sync")).out).toMatch(/^Bots are taken from no repository/);
    const outside = temporaryFolder("of-bots");
    onTestFinished(() => removeFolder(outside));
    const [remote, path] = [join(outside, "remote.git"), join(outside, "of-bots")];
    const git = (cwd: string, ...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd, stdio: "ignore" });
    git(outside, "init", "--quiet", "--bare", "--initial-branch=main", remote);
    git(outside, "clone", "--quiet", remote, path);
    const folder = join(path, ".signalbox", "bots");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "good.yaml"), "name: From afar\nprompt: Go\n");
    await writeFile(join(folder, "bad.yaml"), "name: Bad\nacess: read\nprompt: Go\n");
    git(path, "checkout", "--quiet", "-B", "main");
    git(path, "add", "--all");
    git(path, "commit", "--quiet", "--message=Bots");
    git(path, "push", "--quiet", "origin", "main");
    const { id, slug } = JSON.parse((await signalbox("projects", "add", path, "--json")).out);
    expect(await signalbox("bots", "sync", slug)).toMatchObject({ code: 5 });
    const client = await connectToRunning(server.config);
    const body = { version: 0, enabled: true, enablesNew: true };
    await client.call(writeBotSync, { params: { projectId: id }, body });
    const { code, out, err } = await signalbox("bots", "sync");
    expect(code).toBe(1);
    expect(out).toMatch(
      /^FILE +BOT +ON +STATE\n\S+bad\.yaml +- +- +invalid\n\S+good\.yaml +From afar +on +in_step\n/,
    );
    expect(err).toContain(".signalbox/bots/bad.yaml:2: acess: is nothing that can be said");
  });

  test("what is wrong in a file is told with its line, also what the server alone can tell", async () => {
    const file = join(server.config.home, "wrong.yaml");
    const refused = async (text: string) => {
      await writeFile(file, text);
      const { code, err } = await signalbox("bots", "apply", file);
      return [code, err.replaceAll(file, "wrong.yaml")];
    };
    expect(await refused("name: Wrong\nacess: read\nprompt: Go\n")).toEqual([
      2,
      "wrong.yaml:2: acess: is nothing that can be said\nsignalbox: wrong.yaml was not applied\n",
    ]);
    const [code, words] = await refused("name: Wrong\n\nprompt: Do {{ task }}\n");
    expect([code, words]).toEqual([2, expect.stringMatching(/^wrong\.yaml:3: prompt: .*"task".*\n/)]);
    expect((await signalbox("bots")).out).not.toContain("Wrong");
    expect(await signalbox("bots", "apply", `${file}.gone`)).toMatchObject({ code: 2 });
  });

  test("one is run by its name, followed to its end, and its log read again", async () => {
    await make({ name: "Follow me", access: "full" });
    const task = "task=[[say Looking]] [[bash echo hi]] [[bash false]] [[text All = done]]";
    const said = await signalbox("run", "follow me", "-v", task, "--follow");
    expect(said).toMatchObject({
      code: 0,
      out: expect.stringContaining("Looking\n> Bash echo hi\n> Bash false\n"),
    });
    expect(said.out).toMatch(/! Exit code 1[\s\S]*All = done\n$/);
    const [, id = ""] = /is started: (\S+)/.exec(said.err) ?? [];
    expect(await signalbox("logs", id)).toEqual({ code: 0, out: said.out, err: "" });
    expect((await signalbox("logs", id, "-f")).out).toBe(said.out);
    expect((await signalbox("cancel", id)).out).toBe("It was over already: succeeded\n");
  });

  test("as JSON it is an object a line, the execution last", async () => {
    const { id } = await make({ name: "In JSON" });
    const { out } = await signalbox("run", id, "-v", "task=[[text Done]]", "--follow", "--json");
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ number: 1, stream: "out" });
    expect(lines.at(-1)).toMatchObject({ state: "succeeded", result: "Done" });
  });

  test("one that does not succeed ends with 1, and says why in one line", async () => {
    await make({ name: "Fails" });
    const task = "task=[[http 401 message=nobody]] [[text x]]";
    expect(await signalbox("run", "Fails", "-v", task, "--follow")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/signalbox: Fails failed: .+\n$/),
    });
  });

  test("one that is over is gone on after with another prompt", async () => {
    await make({ name: "Talks" });
    const { out } = await signalbox("run", "Talks", "-v", "task=[[text Teal]]", "--follow", "--json");
    const { id } = JSON.parse(out.trim().split("\n").at(-1) ?? "");
    const said = await signalbox("go-on", id, "-p", "And now? [[text Still teal]]", "-f");
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining("Still teal") });
    expect(await signalbox("go-on", id, "-p", "Again")).toMatchObject({
      code: 5,
      err: expect.stringMatching(/go on after that one/),
    });
    expect(await signalbox("go-on", nowhere, "-p", "Hello")).toMatchObject({ code: 2 });
  });

  test("without following, its id is printed, by which it is cancelled", async () => {
    await make({ name: "Hangs" });
    const { out, code } = await signalbox("run", "Hangs", "-v", "task=[[hang]]");
    expect(code).toBe(0);
    const id = out.trim();
    expect((await signalbox("cancel", id)).out).toMatch(/^It is (told to end|cancelled)\n$/);
    expect((await signalbox("logs", id, "-f")).code).toBe(0);
    expect(JSON.parse((await signalbox("cancel", id, "--json")).out)).toMatchObject({ state: "cancelled" });
  });

  test("Ctrl-C leaves it running, and says how to go on", async () => {
    await make({ name: "Left" });
    const stopping = AbortSignal.timeout(1_000);
    const impatient = commandLine(server.config, { stopSignal: () => stopping });
    const said = await impatient("run", "Left", "-v", "task=[[hang]]", "--follow");
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("It goes on") });
    const [, id = ""] = /is started: (\S+)/.exec(said.err) ?? [];
    expect((await signalbox("cancel", id)).code).toBe(0);
  });

  test("what is wrong is told before anything is started", async () => {
    await make({ name: "Twin" });
    await make({ name: "twin", variables: [], prompt: "Go" });
    const refused = async (words: RegExp, ...args: string[]) =>
      expect(await signalbox(...args)).toMatchObject({ code: 2, err: expect.stringMatching(words) });
    await refused(/There is no bot nobody/, "run", "nobody");
    await refused(/Several bots are called Twin: \S+, \S+/, "run", "Twin");
    await refused(/Hangs needs a value: -v task=…/, "run", "Hangs");
    await refused(/Hangs has no variable tusk; it asks for task/, "run", "Hangs", "-v", "tusk=x");
    await refused(/A value looks as in/, "run", "Hangs", "-v", "task");
    await refused(/There is no execution/, "logs", nowhere);
    await refused(/There is no execution/, "cancel", nowhere);
    await refused(/An id looks as/, "logs", "x");
  });
});
