import { type Snippet, snippetChanged, type writeSnippet } from "@signalbox/contract/bot-snippets";
import { BotContent } from "@signalbox/contract/bots";
import type { Page } from "@signalbox/contract/common";
import type { BodyOf } from "@signalbox/contract/route";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import { messageOf } from "../../../kernel/errors.ts";
import type { Db, Queryable, Tx } from "../../../platform/database/database.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Around } from "../around.ts";
import { botErrors } from "../bots.errors.ts";
import type { Tellers, WrittenBy } from "../tell-bot.ts";
import { checkTemplate, type renderTemplate } from "../template.ts";
import { asksOf, namesIn, type Snippets } from "./needed.ts";
import {
  allSnippets,
  deleteSnippet,
  findRendering,
  findSnippet,
  findSnippets,
  lockSnippets,
  type SnippetRow,
  snippetsOf,
  writeSnippetRow,
} from "./snippets.repository.ts";

export type Render = (
  prompt: string,
  variables: Parameters<typeof renderTemplate>[1],
  given: Readonly<Record<string, string>>,
  around?: Around,
) => Promise<string>;

/** Renders with the snippets that there are. */
export const withSnippets =
  (render: typeof renderTemplate, db: Pick<Db, "read">): Render =>
  async (prompt, variables, given, around) =>
    render(prompt, variables, given, { snippets: await snippetsOf(db.read, prompt), around });

interface SnippetsOptions extends Tellers {
  db: Db;
  clock: Clock;
}

export interface SnippetsService {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<Snippet>>;
  /** @throws AppError `bots.template_invalid`, `bots.snippet_stale`, `bots.snippet_breaks`, `bots.snippets_full` */
  write(name: string, wish: BodyOf<typeof writeSnippet>, by: WrittenBy): Promise<Snippet>;
  /** @throws AppError `bots.snippet_not_found`, `bots.snippet_stale`, `bots.snippet_breaks` */
  remove(name: string, version: number, by: WrittenBy): Promise<void>;
}

const most = 200;
const cursors = keysetCursor("bots.snippets", z.string());

export function createSnippetsService(options: SnippetsOptions): SnippetsService {
  const { db, clock } = options;
  return {
    async list({ limit, cursor }) {
      const rows = await findSnippets(db.read, { after: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ name }) => cursors.encode(name));
      const bots = await botsBySnippet(db.read);
      return { ...page, items: page.items.map((row) => present(row, bots)) };
    },
    write: (name, { version, text }, by) =>
      db.transaction(async (tx) => {
        await lockSnippets(tx);
        const before = await allSnippets(tx);
        if (version === 0 && Object.keys(before).length >= most) throw botErrors.snippetsFull(most);
        checkText(text, { ...before, [name]: text });
        await refuseBreaking(tx, before, { ...before, [name]: text });
        const row = { name, version: version + 1, text, by_name: by.name, updated_at: clock.now() };
        const written = await writeSnippetRow(tx, row);
        if (written === undefined) throw botErrors.snippetStale((await findSnippet(tx, name))?.version ?? 0);
        await tell(tx, { name, version: written.version }, by, options);
        return present(written, await botsBySnippet(tx));
      }),
    remove: (name, version, by) =>
      db.transaction(async (tx) => {
        await lockSnippets(tx);
        const found = await findSnippet(tx, name);
        if (found === undefined) throw botErrors.snippetNotFound(name);
        const before = await allSnippets(tx);
        const { [name]: _, ...after } = before;
        await refuseBreaking(tx, before, after);
        if (!(await deleteSnippet(tx, name, version))) throw botErrors.snippetStale(found.version);
        await tell(tx, { name, version: null }, by, options);
      }),
  };
}

/** By itself it must be one that a template could render. @throws AppError `bots.template_invalid` */
function checkText(text: string, all: Snippets): void {
  const asked = ((): string[] => {
    try {
      return asksOf(text);
    } catch (error) {
      throw botErrors.templateInvalid(messageOf(error).split("\n")[0] ?? "", "text");
    }
  })();
  checkTemplate(
    text,
    asked.map((name) => ({ name, description: "" })),
    all,
  );
}

/** What could be used with the snippets before, and could not be any more, bots and snippets. */
async function refuseBreaking(tx: Tx, before: Snippets, after: Snippets): Promise<void> {
  const bots = (await findRendering(tx)).flatMap(({ content }) => {
    const bot = BotContent.safeParse(content).data;
    return bot === undefined ? [] : [{ name: `the bot "${bot.name}"`, check: botCheck(bot) }];
  });
  const snippets = Object.entries(after).map(([name, text]) => ({
    name: `the snippet "${name}"`,
    check: (all: Snippets) => checkText(text, all),
  }));
  const broken = [...bots, ...snippets].flatMap(({ name, check }) => {
    const why = faultOf(() => check(after));
    return why === null || faultOf(() => check(before)) !== null ? [] : [`${name} (${why})`];
  });
  if (broken.length > 0) throw botErrors.snippetBreaks(broken.slice(0, 10));
}

const botCheck =
  ({ prompt, variables }: BotContent) =>
  (all: Snippets): void =>
    checkTemplate(prompt, variables, all);

function faultOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

type Users = ReadonlyMap<string, readonly { id: string; name: string }[]>;

/** Which bots render which snippets, be it through others. */
async function botsBySnippet(read: Queryable): Promise<Users> {
  const all = await allSnippets(read);
  const users = new Map<string, { id: string; name: string }[]>();
  for (const { id, name, content } of await findRendering(read)) {
    const bot = BotContent.safeParse(content).data;
    const left = bot === undefined ? [] : namesIn(bot.prompt);
    const seen = new Set<string>();
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      users.set(one, [...(users.get(one) ?? []), { id, name }]);
      left.push(...namesIn(all[one] ?? ""));
    }
  }
  return users;
}

const present = ({ name, version, text, by_name, updated_at }: SnippetRow, users: Users): Snippet => ({
  ...{ name, version, text, asks: asksOf(text), by: by_name, updatedAt: updated_at.toISOString() },
  usedBy: [...(users.get(name) ?? [])].slice(0, 100),
});

async function tell(
  tx: Tx,
  data: { name: string; version: number | null },
  { name: _, ...by }: WrittenBy,
  { events, audit, clock }: SnippetsOptions,
): Promise<void> {
  const subject = { kind: "bot_snippet", id: data.name };
  const { actor, correlationId } = by;
  events.append(tx, newEvent(snippetChanged, { at: clock.now(), actor, correlationId, subject }, data));
  await audit.record(tx, { ...by, action: snippetChanged.type, subject, detail: data });
}
