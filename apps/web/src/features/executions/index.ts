import { lazyRouteComponent } from "@tanstack/react-router";

export { ExecutionTable } from "./components/execution-table.tsx";
export { followExecutions } from "./live.ts";
export { outcomeKindWords } from "./outcome-words.ts";
export { readComparisonSearch, readExecutionSearch, readExecutionsSearch } from "./search.ts";
export { accessWords, chainWords, workspaceWords } from "./words.ts";

const pages = () => import("./pages.ts");
export const ExecutionsPage = lazyRouteComponent(pages, "ExecutionsPage");
export const ComparisonPage = lazyRouteComponent(pages, "ComparisonPage");
export const ExecutionPage = lazyRouteComponent(pages, "ExecutionPage");
