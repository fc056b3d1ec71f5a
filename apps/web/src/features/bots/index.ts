import { lazyRouteComponent } from "@tanstack/react-router";
import { lazyPart } from "../../lib/lazy-part.tsx";

export { followBots } from "./live.ts";
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

/** It stands on a page of executions. */
export const StartAgain = lazyPart(() => pages().then((part) => part.StartAgain));
