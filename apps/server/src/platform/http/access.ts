import type { Scope } from "@signalbox/contract/common";
import type { Route } from "@signalbox/contract/route";
import type { FastifyContextConfig, FastifyInstance, RouteOptions } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import type { MountedRoute } from "./http.ts";
import type { Site } from "./sites.ts";

/** What a registered route asks of those who come. */
export interface Access {
  permission: Scope | "public";
  /** A stream or socket: the Origin is checked though nothing is changed. */
  streaming: boolean;
  takesTicket: boolean;
  /** A page that a person loads again when its ticket is used up, and what belongs to it. */
  takesPass: boolean;
  /** What programs elsewhere send is proved by itself: they have no Origin. */
  takesDeliveries: boolean;
}

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** A route as it is registered, for those who walk them all. */
export interface RegisteredRoute extends Access {
  method: string;
  path: string;
}

/** The app's files and pages: public, for they hold no secret and nobody can sign in without them. */
export const publicAccess: Access = {
  permission: "public",
  streaming: false,
  takesTicket: false,
  takesPass: false,
  takesDeliveries: false,
};

export const accessOf = ({ kind, route }: MountedRoute): Access => {
  const streaming = kind !== "reply";
  const takesTicket = route.query !== undefined && "ticket" in route.query.shape;
  const [takesPass, takesDeliveries] = [route.pass === true, route.delivery === true];
  return { permission: route.permission, streaming, takesTicket, takesPass, takesDeliveries };
};

/** Lists routes as they are registered, and fails the start at one that asks for no permission. */
export const guardRegistration = (app: FastifyInstance): readonly RegisteredRoute[] => {
  const registered: RegisteredRoute[] = [];
  app.addHook("onRoute", (options: RouteOptions & { config?: FastifyContextConfig }) => {
    const access = options.config?.access;
    if (access === undefined) throw new Error(`${options.method} ${options.url} declares no permission`);
    for (const method of [options.method].flat()) registered.push({ method, path: options.url, ...access });
  });
  return registered;
};

/** Whether an address fits a route's path, whatever its parameters are. */
export const fitsPath = (pattern: string, url: string): boolean => {
  const [path = ""] = url.split("?", 1);
  const given = path.split("/");
  const wanted = pattern.split("/");
  const open = wanted.at(-1) === "*";
  return (
    (open ? given.length >= wanted.length : given.length === wanted.length) &&
    wanted.every((part, index) => part === "*" || part.startsWith(":") || part === given[index])
  );
};

/** What Fastify takes as a parameter by itself. */
const longestPart = 100;

/** Whether every part of an address is one that a route can take as a parameter. */
export const isReadable = (url: string): boolean => {
  const [path = ""] = url.split("?", 1);
  try {
    return path.split("/").every((part) => decodeURIComponent(part).length <= longestPart);
  } catch {
    return false;
  }
};

/** The methods that work at an address. */
export const methodsAt = (registered: readonly RegisteredRoute[], url: string): string[] =>
  registered.filter((route) => fitsPath(route.path, url)).map(({ method }) => method);

/** Fails the start where an address with a site's prefix could be another one without it. */
export const assertPrefixesFree = (sites: readonly Site[], registered: readonly RegisteredRoute[]): void => {
  const firstPart = (path: string) => path.split("/")[1] ?? "";
  const own = new Set(registered.map(({ path }) => firstPart(path)));
  for (const { prefix } of sites) {
    if (prefix === "" || !own.has(firstPart(prefix))) continue;
    const fault = `SIGNALBOX_PUBLIC_URL can't be below /${firstPart(prefix)}, where Signalbox has addresses of its own`;
    throw new AppError("invalid", "config.prefix_taken", fault);
  }
};

/** Fails the start at a route that the contract does not know, or that two modules serve. */
export const assertContracted = (mounted: readonly MountedRoute[], contract: readonly Route[]): void => {
  const known = new Set(contract);
  const seen = new Set<Route>();
  for (const { route } of mounted) {
    if (!known.has(route)) throw new Error(`${route.method} ${route.path} is outside the contract`);
    if (seen.has(route)) throw new Error(`${route.method} ${route.path} is mounted twice`);
    seen.add(route);
  }
};
