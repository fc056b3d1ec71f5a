import { lazyRouteComponent } from "@tanstack/react-router";
import { lazyPart } from "../../lib/lazy-part.tsx";

export { NoBotHere } from "./components/no-bot-here.tsx";
export { followBots } from "./live.ts";
export { botQuery, botsQuery, everyBotQuery } from "./queries.ts";
export { useMayOperate } from "./use-may-operate.ts";
export { readVersionsSearch } from "./versions-search.ts";

const pages = () => import("./pages.ts");
export const BotsPage = lazyRouteComponent(pages, "BotsPage");
export const BotPage = lazyRouteComponent(pages, "BotPage");
export const NewBotPage = lazyRouteComponent(pages, "NewBotPage");
export const EditBotPage = lazyRouteComponent(pages, "EditBotPage");

/** What writes and compares bots as text comes with it alone. */
export const BotVersionsPage = lazyRouteComponent(
  () => import("./pages/versions-page.tsx"),
  "BotVersionsPage",
);

/** So does what compares them with files. */
export const BotRepositoriesPage = lazyRouteComponent(
  () => import("./pages/repositories-page.tsx"),
  "BotRepositoriesPage",
);

export const SnippetsPage = lazyRouteComponent(() => import("./pages/snippets-page.tsx"), "SnippetsPage");

/** They stand on pages of executions. */
export const BotChoice = lazyPart(() => pages().then((part) => part.BotChoice));
export const StartAgain = lazyPart(() => pages().then((part) => part.StartAgain));
