import { lookup } from "node:dns/promises";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { type AllowedNetworks, mayReach } from "./allowed-address.ts";
import { exchange } from "./exchange.ts";

export interface OutboundOptions {
  /** Networks that may be reached though they are not the public internet's. */
  allowed: AllowedNetworks;
  /** Who resolves names; the system, unless a test does. */
  resolve?: (host: string) => Promise<readonly string[]>;
  timeLimitMs?: number;
}

export interface OutboundRequest {
  url: string;
  headers: Readonly<Record<string, string | number>>;
  body: string | Buffer;
  signal: AbortSignal;
}

export interface OutboundReply {
  status: number;
  headers: IncomingHttpHeaders;
  /** The beginning of what was answered. */
  text: string;
}

/** What leaves this server for addresses that somebody typed in. */
export interface Outbound {
  /**
   * The address of a host that may be reached; connect to it and not to the name, which may lead elsewhere next time.
   * @throws AppError `outbound.refused`, `outbound.unknown_host`
   */
  addressOf(host: string): Promise<string>;
  /**
   * POSTs to the address that was checked. A redirect that keeps the method is followed and checked alike, and takes no
   * headers to another origin.
   * @throws AppError `outbound.*` where nothing was answered
   */
  post(request: OutboundRequest): Promise<OutboundReply>;
}

const mostRedirects = 3;
const mostBytes = 4_096;

export const outboundErrors = {
  refused: (host: string) =>
    new AppError(
      "invalid",
      "outbound.refused",
      `${host} is not on the public internet; SIGNALBOX_OUTBOUND_NETWORKS can allow it`,
    ),
  unknownHost: (host: string, cause: unknown) =>
    new AppError("unavailable", "outbound.unknown_host", `No address is known for ${host}`, { cause }),
  unreached: (host: string, cause: unknown) =>
    new AppError("unavailable", "outbound.unreached", `${host} was not reached: ${messageOf(cause)}`, {
      cause,
    }),
  redirects: (host: string) =>
    new AppError("invalid", "outbound.redirects", `${host} leads on more than ${mostRedirects} times`),
};

const systemResolve = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address);

export const createOutbound = (options: OutboundOptions): Outbound => {
  const { allowed, resolve = systemResolve, timeLimitMs = 15_000 } = options;

  const addressOf = async (host: string): Promise<string> => {
    const name = host.replace(/^\[|\]$/g, "");
    const addresses = isIP(name) === 0 ? await resolved(name) : [name];
    // One bad address is enough: what is asked next might get that one.
    const [first] = addresses;
    if (first === undefined || !addresses.every((address) => mayReach(address, allowed)))
      throw outboundErrors.refused(host);
    return first;
  };

  const resolved = async (name: string) => {
    try {
      return await resolve(name);
    } catch (cause) {
      throw outboundErrors.unknownHost(name, cause);
    }
  };

  const post = async (request: OutboundRequest, redirects = 0): Promise<OutboundReply> => {
    const url = new URL(request.url);
    const address = await addressOf(url.hostname);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeLimitMs)]);
    const asked = { method: "POST", headers: request.headers, body: request.body, signal, mostBytes };
    const answered = await exchange(url, address, asked).catch((cause: unknown) => {
      throw outboundErrors.unreached(url.host, cause);
    });
    const { status, headers } = answered;
    const reply = { status, headers, text: answered.bytes.toString("utf8") };
    const { location } = headers;
    if ((reply.status !== 307 && reply.status !== 308) || location === undefined) return reply;
    if (redirects === mostRedirects) throw outboundErrors.redirects(url.host);
    return post(redirected(request, url, location), redirects + 1);
  };

  return { addressOf, post: (request) => post(request) };
};

const redirected = (request: OutboundRequest, from: URL, location: string): OutboundRequest => {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (
    to === undefined ||
    !/^https?:$/.test(to.protocol) ||
    (from.protocol === "https:" && to.protocol === "http:")
  )
    throw outboundErrors.refused(location.slice(0, 200));
  const { "content-type": type } = request.headers;
  const headers = to.origin === from.origin ? request.headers : { ...(type && { "content-type": type }) };
  return { ...request, url: to.href, headers };
};
