import { lazyRouteComponent } from "@tanstack/react-router";

export { followSubscribers } from "./live.ts";
export { readMessagesSearch } from "./search.ts";

const pages = () => import("./pages.ts");
export const SubscribersPage = lazyRouteComponent(pages, "SubscribersPage");
export const SubscriberPage = lazyRouteComponent(pages, "SubscriberPage");
