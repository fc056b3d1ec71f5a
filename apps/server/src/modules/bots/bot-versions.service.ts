import type { BotVersion, rollBackBot } from "@signalbox/contract/bot-versions";
import type { Bot } from "@signalbox/contract/bots";
import type { Page } from "@signalbox/contract/common";
import type { BodyOf } from "@signalbox/contract/route";
import { z } from "zod";
import type { Db } from "../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import { findVersion, findVersions, presentVersion } from "./bot-versions.repository.ts";
import { botErrors } from "./bots.errors.ts";
import type { BotsService } from "./bots.service.ts";
import type { WrittenBy } from "./tell-bot.ts";

export interface BotVersionsService {
  /** @throws AppError `bots.not_found` */
  list(botId: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<BotVersion>>;
  /** @throws AppError `bots.not_found`, `bots.version_not_found` */
  get(botId: string, version: number): Promise<BotVersion>;
  /** @throws AppError `bots.version_not_found`, and as a change */
  rollBack(botId: string, wish: BodyOf<typeof rollBackBot>, by: WrittenBy): Promise<Bot>;
}

const cursors = keysetCursor("bots.versions", z.int());

export const createBotVersionsService = (
  db: Pick<Db, "read">,
  bots: Pick<BotsService, "get" | "change">,
): BotVersionsService => {
  const get: BotVersionsService["get"] = async (botId, version) => {
    const row = await findVersion(db.read, botId, version);
    if (row !== undefined) return presentVersion(row);
    const { content } = await bots.get(botId);
    throw botErrors.versionNotFound(content.name, version);
  };
  return {
    get,
    async list(botId, { limit, cursor }) {
      await bots.get(botId);
      const rows = await findVersions(db.read, { botId, before: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ version }) => cursors.encode(version));
      return { ...page, items: page.items.map(presentVersion) };
    },
    async rollBack(botId, { to, version }, by) {
      const { content } = await get(botId, to);
      // Between here and there nobody changes it unseen: the change is refused where the version is another one.
      const { enabled } = await bots.get(botId);
      return bots.change(botId, { version, content, enabled }, by);
    },
  };
};
