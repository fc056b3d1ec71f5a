import { lazyRouteComponent } from "@tanstack/react-router";
import { lazyPart } from "../../lib/lazy-part.tsx";

export { followTriggers } from "./live.ts";
export { readDeliveriesSearch } from "./search.ts";

const pages = () => import("./pages.ts");
export const NewTriggerPage = lazyRouteComponent(pages, "NewTriggerPage");
export const TriggerPage = lazyRouteComponent(pages, "TriggerPage");
export const SourcesPage = lazyRouteComponent(pages, "SourcesPage");
export const DeliveriesPage = lazyRouteComponent(pages, "DeliveriesPage");
export const DeliveryPage = lazyRouteComponent(pages, "DeliveryPage");

/** They stand on the page of their bot. */
export const BotTriggers = lazyPart(() => pages().then((part) => part.BotTriggers));
