import type { IncomingHttpHeaders } from "node:http";
import { BlockList, isIP, isIPv4 } from "node:net";

/** Whoever asks, as far as the connection and trusted proxies tell. */
export interface Client {
  address: string;
  /** The address it asks for, as the Host header names it. */
  host: string | undefined;
  /** It asks over TLS, which ends at a trusted proxy. */
  secure: boolean;
  viaTrustedProxy: boolean;
}

/** The peers whose word about a client is taken. */
export interface TrustedProxies {
  includes(address: string): boolean;
}

/** What a client is found out from. */
export interface Incoming {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

/**
 * Who is asking. A header that tells of a client is read from trusted peers only; the right-most word is that of the
 * nearest proxy, the ones before it were the client's to make up. `Forwarded` is never read: common proxies hand on
 * what a client wrote there.
 */
export const clientOf = ({ headers, socket }: Incoming, trusted: TrustedProxies): Client => {
  const peer = plainAddress(socket.remoteAddress ?? "");
  if (!trusted.includes(peer)) {
    return { address: peer, host: headers.host, secure: false, viaTrustedProxy: false };
  }
  return {
    address: farthestTrusted(peer, listOf(headers["x-forwarded-for"]), trusted),
    host: listOf(headers["x-forwarded-host"]).at(-1) ?? headers.host,
    secure: listOf(headers["x-forwarded-proto"]).at(-1)?.toLowerCase() === "https",
    viaTrustedProxy: true,
  };
};

/** Goes back from proxy to proxy, as long as they are trusted and what they say is an address. */
const farthestTrusted = (peer: string, forwardedFor: readonly string[], trusted: TrustedProxies): string => {
  let address = peer;
  for (const entry of forwardedFor.toReversed()) {
    if (!trusted.includes(address)) break;
    const before = addressIn(entry);
    if (before === undefined) break;
    address = before;
  }
  return address;
};

const listOf = (header: string | readonly string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .flatMap((text) => text.split(","))
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`. */
const addressIn = (entry: string): string | undefined => {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  return isIP(bare) === 0 ? undefined : plainAddress(bare);
};

/** IPv4 as such where a socket takes both kinds, and without the name of an interface. */
const plainAddress = (address: string): string => {
  const [bare = ""] = address.split("%", 1);
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1];
  return mapped !== undefined && isIPv4(mapped) ? mapped : bare;
};

const familyOf = (address: string) => (isIPv4(address) ? "ipv4" : "ipv6");

/** Reads addresses and ranges (`10.0.0.0/8`); undefined where one of them is neither. */
export const trustedProxies = (entries: readonly string[]): TrustedProxies | undefined => {
  if (entries.length === 0) return { includes: () => false };
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits, ...more] = entry.split("/");
    if (isIP(address) === 0 || address.includes("%") || more.length > 0) return undefined;
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else if (isPrefix(bits, address)) list.addSubnet(address, Number(bits), familyOf(address));
    else return undefined;
  }
  return { includes: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) };
};

const isPrefix = (bits: string, address: string): boolean =>
  /^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128);
