import { lazyRouteComponent } from "@tanstack/react-router";
import { lazyPart } from "../../lib/lazy-part.tsx";

export { followBots } from "./live.ts";

const pages = () => import("./pages.ts");
export const BotsPage = lazyRouteComponent(pages, "BotsPage");
export const BotPage = lazyRouteComponent(pages, "BotPage");
export const NewBotPage = lazyRouteComponent(pages, "NewBotPage");
export const EditBotPage = lazyRouteComponent(pages, "EditBotPage");

/** It stands on a page of executions. */
export const StartAgain = lazyPart(() => pages().then((part) => part.StartAgain));
