import { lazyRouteComponent } from "@tanstack/react-router";
import { lazyPart } from "../../lib/lazy-part.tsx";

export { ExecutionTable } from "./components/execution-table.tsx";
export { followExecutions } from "./live.ts";
export { outcomeKindWords } from "./outcome-words.ts";
export { readComparisonSearch, readExecutionSearch, readExecutionsSearch } from "./search.ts";
export { accessWords, chainWords, workspaceWords } from "./words.ts";

const pages = () => import("./pages.ts");
export const ExecutionsPage = lazyRouteComponent(pages, "ExecutionsPage");
export const ComparisonPage = lazyRouteComponent(pages, "ComparisonPage");
export const ExecutionPage = lazyRouteComponent(pages, "ExecutionPage");

/** It stands on the page of a project. */
export const ProjectLimit = lazyPart(() =>
  import("./components/project-limit.tsx").then((part) => part.ProjectLimit),
);
