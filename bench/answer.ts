/**
 * From an answer's request until the hook that asked has its reply, and from the hook until the page is told that it
 * can be answered; then the same by keys, on a real claude: `node bench/answer.ts [answers] [answers by keys]`.
 */
import { setTimeout as delay } from "node:timers/promises";
import { signedIn } from "../apps/server/tests/signed-in.ts";
import { listAttention } from "../packages/contract/src/attention.ts";
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { hookSession } from "../packages/testkit/src/hook-session.ts";
import { runServer } from "../packages/testkit/src/server.ts";
import { measureKeys } from "./answer-keys.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

const answers = Number(process.argv[2] ?? 300);
const byKeys = Number(process.argv[3] ?? 20);
const asInTerminal = { "x-signalbox-entry": "cli", "x-signalbox-waits": "1" };

const server = await runServer();
const sender = hookSender({ server, connections: 4 });
const browser = await signedIn(server);
const session = hookSession({ sessionId: "asked" });
await sender.send(JSON.stringify(session.started()));

/** What waits and can be answered; asked again until it is there. */
async function waiting() {
  for (;;) {
    const [item] = listAttention.replies[200].parse(await (await browser("/api/attention")).json()).items;
    if (item !== undefined && item.way !== null) return item;
    await delay(1);
  }
}

const replied: number[] = [];
const shown: number[] = [];
for (let number = 0; number < answers; number++) {
  const promptId = `prompt-${number}`;
  const call = { name: "Bash", useId: `use-${number}`, input: { command: `touch ${number}` }, response: {} };
  await sender.send(JSON.stringify(session.prompted(promptId, "Go")));
  const askedAt = performance.now();
  const hook = sender.send(JSON.stringify(session.permissionAsked(promptId, call)), asInTerminal);
  const item = await waiting();
  shown.push(performance.now() - askedAt);
  const answeredAt = performance.now();
  const body = { version: item.question.version, key: promptId, content: { kind: "allow" } };
  const answer = browser(`/api/questions/${item.id}/answers`, { method: "POST", body });
  const { status, body: decision } = await hook;
  replied.push(performance.now() - answeredAt);
  if (status !== 200 || !decision.includes("allow"))
    throw new Error(`The hook was replied ${status}: ${decision}`);
  await answer;
  await sender.send(JSON.stringify(session.toolFinished(promptId, call)));
  await sender.send(JSON.stringify(session.stopped(promptId, "Done.")));
}
const findings: Finding[] = [
  { what: "answer → reply of the hook, p50", value: median(replied), unit: "ms" },
  { what: "… p99", value: quantile(replied, 0.99), unit: "ms", target: { atMost: 50 } },
  { what: "hook → can be answered, as a reader of the queue sees it, p50", value: median(shown), unit: "ms" },
  { what: "… p99", value: quantile(shown, 0.99), unit: "ms", target: { atMost: 150 } },
];
sender.close();
await server.stop();
findings.push(...(await measureKeys(byKeys)));
print(tableOf(findings));
