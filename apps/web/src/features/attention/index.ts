import { lazyRouteComponent } from "@tanstack/react-router";

export { followAttention } from "./live.ts";
export { useAttention } from "./queries.ts";
export { type NowSearch, readNowSearch } from "./search.ts";

export const NowPage = lazyRouteComponent(() => import("./pages/now-page.tsx"), "NowPage");
export const PastBoard = lazyRouteComponent(() => import("./components/past-board.tsx"), "PastBoard");
