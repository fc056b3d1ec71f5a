import type { IncomingMessage } from "node:http";
import { type Client, clientOf, type TrustedProxies } from "./client.ts";
import { httpErrors } from "./problems.ts";
import { createSites, type Site } from "./sites.ts";

export interface AddressingOptions {
  /** The addresses at which people find this server, beside those that it listens on. */
  publicSites: readonly Site[];
  trustedProxies: TrustedProxies;
}

/** Who asks, and at which of our addresses. */
export interface Addressed {
  client: Client;
  site: Site;
}

/** Finds out for each request who asks for what, once. */
export interface Addressing {
  clientOf(request: IncomingMessage): Client;
  /** Throws where the request is addressed to someone else, or to two at once. */
  addressed(request: IncomingMessage): Addressed;
  /** The request target as routes know it: a path, without the site's prefix, whether or not a proxy took it off. */
  routeTarget(request: IncomingMessage): string;
}

export const createAddressing = ({ publicSites, trustedProxies }: AddressingOptions): Addressing => {
  const sites = createSites(publicSites);
  const known = new WeakMap<IncomingMessage, { client: Client; site: Site | undefined }>();

  const lookAt = (request: IncomingMessage) => {
    const client = clientOf(request, trustedProxies);
    const seen = { client, site: sites.askedFor(client, request.socket) };
    known.set(request, seen);
    return seen;
  };
  const seenOf = (request: IncomingMessage) => known.get(request) ?? lookAt(request);

  return {
    clientOf: (request) => seenOf(request).client,
    addressed(request) {
      const { client, site } = seenOf(request);
      if (hostHeaders(request) > 1) throw httpErrors.malformed("There are two Host headers");
      if (site !== undefined && isPath(request.url)) return { client, site };
      throw sites.isOursOverTls(client.host) ? httpErrors.notSecure() : httpErrors.hostRefused();
    },
    routeTarget(request) {
      const target = pathOf(request);
      const prefix = seenOf(request).site?.prefix ?? "";
      if (prefix === "" || !target.startsWith(prefix)) return target;
      const rest = target.slice(prefix.length);
      if (rest === "" || rest.startsWith("?")) return `/${rest}`;
      return rest.startsWith("/") ? rest : target;
    },
  };
};

/** `*` is the target of a request that asks about the server as a whole. */
const isPath = (target = ""): boolean => target.startsWith("/") || target === "*";

/** A target in absolute form, which counts more than the Host header, is taken where both name the same. */
const pathOf = ({ url = "", headers }: IncomingMessage): string => {
  const [, authority, rest = ""] = /^https?:\/\/([^/?]*)(.*)$/i.exec(url) ?? [];
  if (authority === undefined || authority.toLowerCase() !== headers.host?.toLowerCase()) return url;
  return rest.startsWith("/") ? rest : `/${rest}`;
};

/** Node keeps the first of several and says nothing. */
const hostHeaders = ({ rawHeaders }: IncomingMessage): number => {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count;
};
