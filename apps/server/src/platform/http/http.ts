import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { WebSocket } from "@fastify/websocket";
import type { Scope } from "@signalbox/contract/common";
import type { Role } from "@signalbox/contract/roles";
import type { BodyOf, ParamsOf, QueryOf, Route } from "@signalbox/contract/route";
import type { z } from "zod";
import type { Client } from "./client.ts";
import type { OwnCookie } from "./cookies.ts";
import type { Site } from "./sites.ts";

/** Somebody with an account, as it is now. */
export interface Person {
  id: string;
  login: string;
  name: string;
  role: Role;
}

/** Who asks, as the gate found out. */
export interface Caller {
  kind: "sign_in" | "api_key";
  id: string;
  name: string;
  scopes: readonly Scope[];
  /** The person it acts for; nobody where the server's environment let it in. */
  user?: Person;
  /** Told where a ticket let it in, which is used up by now. */
  byTicket?: true;
}

/** A caller in one word, for events and the audit log. */
export const actorOf = (caller: Pick<Caller, "kind" | "id">): string => `${caller.kind}:${caller.id}`;

/** Who caused a change, in one word, and the request it came with. */
export interface Cause {
  /** `api_key:<id>`, `sign_in:<id>`, `system`, or `nobody` who was let in. */
  actor: string;
  correlationId: string;
  /** Where the request came from. */
  address?: string | undefined;
  /** The person it was made for. */
  userId?: string | undefined;
}

/** What people call who asks. */
export const nameOf = ({ user, name }: Caller): string => user?.name ?? name;

/** What a handler gives to those who change something and keep a record of it. */
export const causeOf = (
  context: Pick<RequestBasics, "correlationId" | "client"> & { caller: Caller },
): Cause => ({
  actor: actorOf(context.caller),
  correlationId: context.correlationId,
  address: context.client.address,
  userId: context.caller.user?.id,
});

/** The ports at both ends of the connection, for finding out which local process asks. */
export interface Peer {
  remotePort: number | undefined;
  localPort: number | undefined;
}

/** What becomes of a request that is answered late. */
export interface Connection {
  /** Aborts when the client goes, or the server stops. */
  gone(): AbortSignal;
  /** Whether the reply was handed to the client whole. */
  sent(): Promise<boolean>;
}

/** What is known of a request whatever its route declares. */
export interface RequestBasics {
  correlationId: string;
  headers: IncomingHttpHeaders;
  cookies: Readonly<Record<string, string | undefined>>;
  peer: Peer;
  client: Client;
  site: Site;
  connection: Connection;
  /** The body as it arrived; the only way to it where the route declares no schema. */
  rawBody: Buffer;
  setHeader(name: string, value: string): void;
  /** Sets a cookie no script can read and no other site can send; an age of 0 removes it. */
  setCookie(cookie: OwnCookie, value: string, options: { maxAgeSeconds: number }): void;
}

/** What a handler sees of a request: already authenticated, validated and authorised. */
export interface RequestContext<R extends Route> extends RequestBasics {
  params: ParamsOf<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
  /** Null on public routes. */
  caller: R["permission"] extends "public" ? null : Caller;
}

/** A reply: a status that the contract declares, with the body that goes with it. */
export type Reply<R extends Route> = {
  [Status in keyof R["replies"] & number]: {
    status: Status;
    body: R["replies"][Status] extends z.ZodType ? z.input<R["replies"][Status]> : null;
  };
}[keyof R["replies"] & number];

/** A reply in its exact type. */
export const reply = <const S extends number, B>(status: S, body: B): { status: S; body: B } => ({
  status,
  body,
});

/** A request whose route is only known at run time. */
export interface AnyContext extends RequestBasics {
  params: unknown;
  query: unknown;
  body: unknown;
  caller: Caller | null;
}

/** A route of the contract with the code that serves it: one reply, a stream, or a socket. */
export type MountedRoute = ReplyRoute | StreamRoute | SocketRoute;

interface ReplyRoute {
  kind: "reply";
  route: Route;
  handle(context: AnyContext): Promise<{ status: number; body: unknown }>;
}

interface StreamRoute {
  kind: "stream";
  route: Route;
  /** Writes the stream onto `response`, whose head is written; ends with it. */
  open(context: AnyContext, stream: StreamResponse): Promise<void>;
}

interface SocketRoute {
  kind: "socket";
  route: Route;
  talk(context: AnyContext, socket: WebSocket): void;
}

/** The raw response of a stream. */
export interface StreamResponse {
  response: ServerResponse;
  /** Aborts when the client goes or the server stops. */
  signal: AbortSignal;
  /** Sends the status and the headers every reply has, with these added. */
  writeHead(headers: Record<string, string>): void;
}

/** Ties a handler to a route; types of params, query, body and reply come from the contract. */
export const serve = <const R extends Route>(
  route: R,
  handle: (context: RequestContext<R>) => Promise<Reply<R>>,
): MountedRoute => ({
  kind: "reply",
  route,
  // The mount validates against this very route before it calls, so the looser type is only for the list.
  handle: handle as ReplyRoute["handle"],
});

/** Ties a stream's writer to a route. */
export const serveStream = <const R extends Route>(
  route: R,
  open: (context: RequestContext<R>, stream: StreamResponse) => Promise<void>,
): MountedRoute => ({ kind: "stream", route, open: open as StreamRoute["open"] });

/** Ties what talks on a WebSocket to a route. */
export const serveSocket = <const R extends Route>(
  route: R,
  talk: (context: RequestContext<R>, socket: WebSocket) => void,
): MountedRoute => ({ kind: "socket", route, talk: talk as SocketRoute["talk"] });
