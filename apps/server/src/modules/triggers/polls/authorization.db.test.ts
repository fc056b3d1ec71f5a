import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { TriggerContent } from "@signalbox/contract/triggers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aTriggersModule } from "../triggers.testing.ts";
import { askDue } from "./ask-due.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "system", correlationId: "c" };
const key = "Bearer of-no-shape-that-is-known";

/** An address that tells whom it hears, or leads on. */
async function anAddress(leadsTo?: string) {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    heard.push(headers);
    if (leadsTo === undefined) response.end(`You are ${headers.authorization ?? "nobody"}`);
    else response.writeHead(307, { location: leadsTo }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const shown = () => heard.map(({ authorization = null }) => authorization);
  return { url: `http://127.0.0.1:${port}/stock`, shown };
}

async function polling(url: string) {
  const module = await aTriggersModule(db);
  const content = { kind: "poll" as const, url, everyMinutes: 1 };
  const { id } = await module.trigger(content);
  onTestFinished(() => module.triggers.remove(id, by));
  const ask = () => askDue(module.options, AbortSignal.timeout(60_000));
  return { ...module, id, content, ask };
}

test("an address is shown the header, which no reply, row, event or answer tells", async () => {
  const address = await anAddress();
  const { triggers, id, ask, bot } = await polling(address.url);
  expect(await triggers.authorize(id, key, by)).toMatchObject({ hasAuthorization: true });
  await ask();
  expect(address.shown()).toEqual([key]);
  const { rows } = await db.pool.query("select * from triggers where id = $1", [id]);
  const { items } = await triggers.list({ limit: 50, botId: bot.id });
  expect(rows[0].seen).not.toBeNull();
  expect(JSON.stringify([rows, items])).not.toContain("of-no-shape");
});

test("the header is not taken to another origin, where the address leads there", async () => {
  const elsewhere = await anAddress();
  const address = await anAddress(elsewhere.url);
  const { triggers, id, ask } = await polling(address.url);
  await triggers.authorize(id, key, by);
  await ask();
  expect([address.shown(), elsewhere.shown()]).toEqual([[key], [null]]);
});

test("the header goes where the trigger is to ask another origin, and stays for another path", async () => {
  const [address, elsewhere] = [await anAddress(), await anAddress()];
  const { triggers, id, content, ask } = await polling(address.url);
  await triggers.authorize(id, key, by);
  const move = (url: string) =>
    triggers.change(id, { content: TriggerContent.parse({ ...content, url }), enabled: true }, by);
  expect(await move(`${address.url}/more`)).toMatchObject({ hasAuthorization: true });
  expect(await move(elsewhere.url)).toMatchObject({ hasAuthorization: false });
  await ask();
  expect(elsewhere.shown()).toEqual([null]);
});

test("a header is taken back, and only an address is shown one", async () => {
  const address = await anAddress();
  const { triggers, id, ask, trigger } = await polling(address.url);
  await triggers.authorize(id, key, by);
  expect(await triggers.authorize(id, null, by)).toMatchObject({ hasAuthorization: false });
  await ask();
  expect(address.shown()).toEqual([null]);
  const other = await trigger({ kind: "event", types: ["execution.*"] });
  await expect(triggers.authorize(other.id, key, by)).rejects.toMatchObject({ code: "triggers.not_polled" });
  await triggers.remove(other.id, by);
});

test("an address that sends the header back where it leads nowhere tells it to nobody", async () => {
  const address = await anAddress("gopher://elsewhere/of-no-shape-that-is-known");
  const { triggers, id, ask, bot } = await polling(address.url);
  await triggers.authorize(id, key, by);
  await ask();
  const { items } = await triggers.list({ limit: 50, botId: bot.id });
  expect(items[0]?.fault).toContain("gopher://elsewhere/");
  expect(items[0]?.fault).not.toContain("of-no-shape");
});

test("whoever sends the trigger elsewhere while somebody gives it the header does not take that along", async () => {
  const [address, elsewhere] = [await anAddress(), await anAddress()];
  const { triggers, id, content, options, ask } = await polling(elsewhere.url);
  const move = (url: string) =>
    triggers.change(id, { content: TriggerContent.parse({ ...content, url }), enabled: true }, by);
  const { get } = options.bots;
  // Between what it looks at and what it writes.
  options.bots.get = async (botId) => {
    options.bots.get = get;
    await move(address.url);
    await triggers.authorize(id, key, by);
    return get(botId);
  };
  expect(await move(elsewhere.url)).toMatchObject({ hasAuthorization: false });
  await ask();
  expect(elsewhere.shown()).toEqual([null]);
});
