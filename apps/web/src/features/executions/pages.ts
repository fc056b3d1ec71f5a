/** Fetched together: whoever sees one goes to the other. */
export { ComparisonPage } from "./pages/comparison-page.tsx";
export { ExecutionPage } from "./pages/execution-page.tsx";
export { ExecutionsPage } from "./pages/executions-page.tsx";
