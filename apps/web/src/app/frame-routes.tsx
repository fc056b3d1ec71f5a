import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  Outlet,
  type RouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { ReactNode } from "react";
import { statusQuery } from "../features/agents/index.ts";
import { useAttention } from "../features/attention/index.ts";
import { signInSecret } from "../lib/sign-in.ts";
import { NotFound } from "./fallbacks.tsx";
import { LiveProvider } from "./live-provider.tsx";
import { Shell } from "./shell/shell.tsx";
import { useTabBadge } from "./shell/tab-badge.ts";

export const root = createRootRouteWithContext<{ cache: QueryClient }>()({
  component: Outlet,
  notFoundComponent: () => (
    <main id="main">
      <NotFound />
    </main>
  ),
});

/** A page that is given what others bring to it; it is fetched ahead as any page is. */
export const drawnWith = (
  { preload }: Pick<RouteComponent, "preload">,
  component: () => ReactNode,
): RouteComponent => Object.assign(component, preload && { preload });

const TabBadge = () => {
  useTabBadge(useAttention().length);
  return null;
};

/** Everything behind the sign-in. What is read from here on is followed live from the position read first. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: () => {
    if (signInSecret.read() === null) throw redirect({ to: "/sign-in" });
  },
  loader: ({ context }) => context.cache.ensureQueryData(statusQuery).catch(() => undefined),
  component: () => (
    <LiveProvider>
      <TabBadge />
      <Outlet />
    </LiveProvider>
  ),
});

/** Pages within the frame; `agent` opens one beside any of them. */
export const framed = createRoute({
  getParentRoute: () => inside,
  id: "framed",
  validateSearch: (search: Record<string, unknown>): { agent?: string } =>
    typeof search.agent === "string" ? { agent: search.agent } : {},
  component: Shell,
});
