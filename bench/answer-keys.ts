/** From an answer's request until its dialog is gone from the screen of a real claude, and from a text's until it was taken. */
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { signedIn } from "../apps/server/tests/signed-in.ts";
import { listAgents } from "../packages/contract/src/agents.ts";
import { listAttention } from "../packages/contract/src/attention.ts";
import { Text } from "../packages/contract/src/texts.ts";
import { claudeHome } from "../packages/testkit/src/claude.ts";
import { startModelStub } from "../packages/testkit/src/model-stub/model-stub.ts";
import { runServer } from "../packages/testkit/src/server.ts";
import { until } from "../packages/testkit/src/until.ts";
import type { Finding } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

/** A dialog opens late and takes no keys in its first second, which is waited for and not measured. */
const opensMs = 2_500;

/** What is asked and said `times` times. */
export async function measureKeys(times: number): Promise<Finding[]> {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const server = await runServer({
    userHome: claude.home,
    env: { SIGNALBOX_TMUX_SOCKETS: claude.tmuxSocket },
  });
  await server.fetch("/api/hooks/claude", { method: "POST" });
  // Hooks that tell, and don't wait.
  const settings: { hooks: Record<string, unknown> } = JSON.parse(readFileSync(claude.settingsFile, "utf8"));
  const { hooks, ...rest } = settings;
  const asks = { ...hooks, PermissionRequest: hooks.PostToolUse };
  writeFileSync(claude.settingsFile, JSON.stringify({ ...rest, hooks: asks }));
  const browser = await signedIn(server);
  const terminal = await claude.open();
  const agent = async () =>
    listAgents.replies[200].parse(await (await server.fetch("/api/agents")).json()).items[0];
  const complete = () =>
    until(
      async () => ((await agent())?.state === "complete" ? true : undefined),
      () => terminal.screen(),
    );
  const say = async (text: string) => {
    const body = { key: randomUUID(), text };
    const path = `/api/agents/${(await agent())?.id}/texts`;
    const startedAt = performance.now();
    const said = Text.parse(await (await browser(path, { method: "POST", body })).json());
    if (said.state !== "sent") throw new Error(`The text is ${said.state}: ${said.problem}`);
    return performance.now() - startedAt;
  };
  const waiting = () =>
    until(
      async () => listAttention.replies[200].parse(await (await browser("/api/attention")).json()).items[0],
      () => terminal.screen(),
    );
  await terminal.submit("[[text Ready]]");
  await complete();
  const [answered, said]: [number[], number[]] = [[], []];
  for (let number = 0; number < times; number++) {
    await delay(opensMs);
    said.push(await say(`[[bash touch file-${number}]] [[text ok]]`));
    const item = await waiting();
    await delay(opensMs);
    const body = { version: item.question.version, key: randomUUID(), content: { kind: "allow" } };
    const startedAt = performance.now();
    const reply = await browser(`/api/questions/${item.id}/answers`, { method: "POST", body });
    answered.push(performance.now() - startedAt);
    if (reply.status !== 200) throw new Error(`The answer was refused: ${await reply.text()}`);
    await complete();
  }
  await terminal.close();
  await server.stop();
  await stub.stop();
  claude.remove();
  return [
    { what: "answer by keys → its dialog is gone, p50", value: median(answered), unit: "ms" },
    { what: "… p99", value: quantile(answered, 0.99), unit: "ms", target: { atMost: 500 } },
    { what: "text by keys → taken, p50", value: median(said), unit: "ms" },
    { what: "… p99", value: quantile(said, 0.99), unit: "ms", target: { atMost: 1_500 } },
  ];
}
