/** Fetched together: whoever sees one goes to the other. */
export { ExecutionPage } from "./pages/execution-page.tsx";
export { ExecutionsPage } from "./pages/executions-page.tsx";
