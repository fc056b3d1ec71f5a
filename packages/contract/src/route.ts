import type { z } from "zod";
import type { Scope } from "./common.ts";

/**
 * One HTTP route: the server mounts it, the clients call it, OpenAPI is derived from it.
 * `permission` is the scope a caller needs; `"public"` needs none.
 */
export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Fastify's syntax: `/api/agents/:agentId`. */
  path: `/${string}`;
  permission: Scope | "public";
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The replies that are no errors, by status. `null` is an empty body. */
  replies: Record<number, z.ZodType | null>;
  /** Error codes a caller may meet beyond those of every route. */
  errors?: readonly string[];
  /** Opens by a page's pass too: a page that a person loads again, and what belongs to it. */
  pass?: true;
  /** Programs elsewhere send to it, which prove each body by themselves: no Origin is asked for, and bodies may be large. */
  delivery?: true;
  /** Reply's media type where it is not JSON. */
  contentType?: string;
}

/** Declares a route; keeps the literal types of its schemas for server and client. */
export const defineRoute = <const R extends Route>(route: R): R => route;

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type Input<S> = S extends z.ZodType ? z.input<S> : undefined;

export type ParamsOf<R extends Route> = Output<R["params"]>;
export type QueryOf<R extends Route> = Output<R["query"]>;
export type BodyOf<R extends Route> = Output<R["body"]>;
export type QueryInputOf<R extends Route> = Input<R["query"]>;
export type BodyInputOf<R extends Route> = Input<R["body"]>;
type SuccessOf<R extends Route> = {
  [S in keyof R["replies"] & number]: `${S}` extends `2${string}` ? S : never;
}[keyof R["replies"] & number];
/** Every success reply's value; an empty reply is `null`. */
export type ReplyOf<R extends Route> = {
  [S in SuccessOf<R>]: R["replies"][S] extends z.ZodType ? z.output<R["replies"][S]> : null;
}[SuccessOf<R>];
