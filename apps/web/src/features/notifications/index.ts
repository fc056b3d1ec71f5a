import { lazyRouteComponent } from "@tanstack/react-router";

export { followNotifications } from "./live.ts";
export { useLooks } from "./use-looks.ts";
export { useWorkerOpens } from "./use-worker-opens.ts";
export const NotificationsPage = lazyRouteComponent(
  () => import("./pages/notifications-page.tsx"),
  "NotificationsPage",
);
