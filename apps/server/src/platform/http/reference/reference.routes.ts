import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument, referencePage, referenceStyles } from "@signalbox/contract/operations";
import type { Route } from "@signalbox/contract/route";
import { routes as contract } from "@signalbox/contract/routes";
import { once } from "../../../kernel/once.ts";
import { type Gate, pageCookie } from "../gate.ts";
import { type MountedRoute, reply, serve } from "../http.ts";
import { openApiOf } from "./openapi.ts";
import { referencePageOf } from "./reference-page.ts";

export interface ReferenceOptions {
  gate: Gate;
  version: string;
  routes?: Readonly<Record<string, Route>>;
}

/** The API about itself: for programs at `/openapi.json`, for people at `/docs`. */
export const referenceRoutes = ({ gate, version, routes = contract }: ReferenceOptions): MountedRoute[] => {
  // Made when first asked for: to describe every route takes longer than to mount them all.
  const document = once(() => openApiOf(routes, version));
  const page = once(() => referencePageOf(document(), referenceStyles.path.slice(1)));
  const styles = readFileSync(join(import.meta.dirname, "reference.css"), "utf8");
  return [
    serve(openApiDocument, async () => reply(200, document())),
    serve(referencePage, async ({ caller, setCookie }) => {
      // Opened by address, so its stylesheet, and the page when it is loaded again, need a way in. A pass makes no
      // other: its hour would never end.
      if (caller.byTicket) {
        const { pass, lifeSeconds } = await gate.issuePass(caller);
        setCookie(pageCookie, pass, { maxAgeSeconds: lifeSeconds });
      }
      return reply(200, page());
    }),
    serve(referenceStyles, async () => reply(200, styles)),
  ];
};
