import { lazyRouteComponent } from "@tanstack/react-router";

export { readDataSearch, type View } from "./search.ts";

export const TablesPage = lazyRouteComponent(() => import("./pages/tables-page.tsx"), "TablesPage");
export const TablePage = lazyRouteComponent(() => import("./pages/table-page.tsx"), "TablePage");
export const SavedViews = lazyRouteComponent(() => import("./components/saved-views.tsx"), "SavedViews");
