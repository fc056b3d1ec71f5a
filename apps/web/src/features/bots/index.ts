import { lazyRouteComponent } from "@tanstack/react-router";
import { lazyPart } from "../../lib/lazy-part.tsx";

export { followBots } from "./live.ts";

export const BotsPage = lazyRouteComponent(() => import("./pages/bots-page.tsx"), "BotsPage");
export const BotPage = lazyRouteComponent(() => import("./pages/bot-page.tsx"), "BotPage");
export const NewBotPage = lazyRouteComponent(() => import("./pages/new-bot-page.tsx"), "NewBotPage");
export const EditBotPage = lazyRouteComponent(() => import("./pages/edit-bot-page.tsx"), "EditBotPage");

/** Fetched when it is shown: it stands on a page of executions. */
export const StartAgain = lazyPart(() =>
  import("./components/start-again.tsx").then((part) => part.StartAgain),
);
