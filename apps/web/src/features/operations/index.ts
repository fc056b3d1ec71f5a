import { lazyRouteComponent } from "@tanstack/react-router";

export { type EventsSearch, readEventsSearch } from "./events/search.ts";
export { useTroubles } from "./health/queries.ts";
export { type JobsSearch, readJobsSearch } from "./jobs/search.ts";
export { followOperations, forgetOperations } from "./live.ts";
export { type LogsSearch, readLogsSearch } from "./logs/search.ts";
export { type PastSearch, readPastSearch } from "./past/search.ts";

export const OperationsFrame = lazyRouteComponent(
  () => import("./components/operations-frame.tsx"),
  "OperationsFrame",
);
export const EventsPage = lazyRouteComponent(() => import("./pages/events-page.tsx"), "EventsPage");
export const PastPage = lazyRouteComponent(() => import("./pages/past-page.tsx"), "PastPage");
export const HealthPage = lazyRouteComponent(() => import("./pages/health-page.tsx"), "HealthPage");
export const HooksPage = lazyRouteComponent(() => import("./pages/hooks-page.tsx"), "HooksPage");
export const LogsPage = lazyRouteComponent(() => import("./pages/logs-page.tsx"), "LogsPage");
export const NodesPage = lazyRouteComponent(() => import("./pages/nodes-page.tsx"), "NodesPage");
export const JobsPage = lazyRouteComponent(() => import("./pages/jobs-page.tsx"), "JobsPage");
