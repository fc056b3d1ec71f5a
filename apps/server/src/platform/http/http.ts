import type { Route, ParamsOf, QueryOf, BodyOf, ReplyOf } from "@signalbox/contract/route";
import type { Scope } from "@signalbox/contract/common";
import type { IncomingHttpHeaders } from "node:http";

/** Who asks, as the gate found out. */
export interface Caller {
  kind: "sign_in" | "api_key";
  id: string;
  name: string;
  scopes: readonly Scope[];
}

/** What a handler sees of a request: already authenticated, validated and authorised. */
export interface RequestContext<R extends Route> {
  params: ParamsOf<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
  /** Null on public routes. */
  caller: Caller | null;
  correlationId: string;
  headers: IncomingHttpHeaders;
  /** The port of the peer, for finding out which local process asks. */
  remotePort: number | undefined;
  setHeader(name: string, value: string): void;
  setCookie(name: string, value: string, options: { maxAgeSeconds: number }): void;
}

/** A reply: the status (one that the contract declares) and its body. */
export interface Reply<R extends Route> {
  status: keyof R["replies"] & number;
  body: ReplyOf<R>;
}

/** A route of the contract with the code that serves it. */
export interface MountedRoute {
  route: Route;
  handle(context: RequestContext<Route>): Promise<Reply<Route>>;
}

/** Ties a handler to a route; types of params, query, body and reply come from the contract. */
export declare function serve<const R extends Route>(
  route: R,
  handle: (context: RequestContext<R>) => Promise<Reply<R>>,
): MountedRoute;
