import { lazyRouteComponent } from "@tanstack/react-router";

export { followExecutions } from "./live.ts";
export { readExecutionSearch, readExecutionsSearch } from "./search.ts";

export const ExecutionsPage = lazyRouteComponent(
  () => import("./pages/executions-page.tsx"),
  "ExecutionsPage",
);
export const ExecutionPage = lazyRouteComponent(() => import("./pages/execution-page.tsx"), "ExecutionPage");
export { ExecutionTable } from "./components/execution-table.tsx";
export { accessWords, workspaceWords } from "./words.ts";
