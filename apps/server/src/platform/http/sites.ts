import type { Client } from "./client.ts";

/** An address under which people find this server. */
export interface Site {
  /** `https://box.example`, without the port where it is the scheme's own. */
  origin: string;
  /** The path that everything stands under: `/signalbox`, or nothing. */
  prefix: string;
  secure: boolean;
}

/** The address of a site as a person types it, without a slash at the end. */
export const urlOf = ({ origin, prefix }: Site): string => `${origin}${prefix}`;

const plainPrefix = /^(?:\/[\w.~-]+)*$/;

/** Reads `https://box.example/signalbox`; undefined where it is no address of a site. */
export const readSite = (text: string): Site | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname, username, password } = new URL(text);
  const prefix = pathname.replace(/\/+$/, "");
  const isPlain = username === "" && password === "" && !/[?#]/.test(text) && plainPrefix.test(prefix);
  if (!isPlain || !["http:", "https:"].includes(protocol)) return undefined;
  return { origin, prefix, secure: protocol === "https:" };
};

/** The end of the connection that is ours. */
export interface LocalEnd {
  localAddress?: string | undefined;
  localPort?: number | undefined;
}

/** The sites that a request may be addressed to. */
export interface Sites {
  /** The site that the client asked for, or undefined where it is none of ours. */
  askedFor(client: Client, end: LocalEnd): Site | undefined;
  /** Whether it would be one of ours over TLS. */
  isOursOverTls(host: string | undefined): boolean;
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

/**
 * The configured sites, and the addresses of this very connection: a name may be made to lead here by its owner, an
 * address that was connected to can't.
 */
export const createSites = (configured: readonly Site[]): Sites => {
  const byOrigin = new Map(configured.map((site) => [site.origin, site]));

  const ownSite = (origin: string, { localAddress = "", localPort = 0 }: LocalEnd): Site | undefined => {
    const connectedTo = localAddress.includes(":") ? `[${localAddress}]` : localAddress;
    const isOwn = [...loopbackNames, connectedTo].some((name) => originAt(`${name}:${localPort}`) === origin);
    return isOwn ? { origin, prefix: "", secure: false } : undefined;
  };

  return {
    askedFor({ host, secure }, end) {
      const origin = originAt(host, secure);
      return origin === undefined ? undefined : (byOrigin.get(origin) ?? ownSite(origin, end));
    },
    isOursOverTls: (host) => byOrigin.has(originAt(host, true) ?? ""),
  };
};

/** The origin of a page at this host, in the form in which browsers send it. */
const originAt = (host: string | undefined, secure = false): string | undefined => {
  const [, name, port] = /^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(host ?? "") ?? [];
  if (name === undefined) return undefined;
  const usual = secure ? 443 : 80;
  const shown = port === undefined || Number(port) === usual ? "" : `:${Number(port)}`;
  return `${secure ? "https" : "http"}://${name.toLowerCase()}${shown}`;
};
