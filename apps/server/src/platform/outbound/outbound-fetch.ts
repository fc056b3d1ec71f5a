import { exchange } from "./exchange.ts";
import { type Outbound, outboundErrors } from "./outbound.ts";

interface Init {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | undefined;
  signal?: AbortSignal | undefined;
}

/** What libraries that speak to an API of somebody's choice are given in place of `fetch`. */
export type OutboundFetch = (url: string, init?: Init) => Promise<Response>;

export interface OutboundFetchOptions {
  outbound: Pick<Outbound, "addressOf">;
  /** For each request. */
  timeLimitMs: number;
  /** Of one answer. */
  mostBytes: number;
  /** What leads on is followed to other origins too: no request holds a key. */
  leavesOrigin?: boolean;
}

const mostRedirects = 3;
const keepMethod: ReadonlySet<number> = new Set([307, 308]);
const leadOn: ReadonlySet<number> = new Set([301, 302, 303, ...keepMethod]);
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Fetches from the address that was checked. What leads on is followed within its origin alone, since the headers may
 * hold a key, unless it is said that they hold none; each address on the way is checked. An answer that is too long is an error.
 */
export const createOutboundFetch = (options: OutboundFetchOptions): OutboundFetch => {
  const { outbound, timeLimitMs, mostBytes, leavesOrigin = false } = options;
  const ask = async (url: URL, init: Init, redirects: number): Promise<Response> => {
    const { method = "GET", headers = {}, body } = init;
    const address = await outbound.addressOf(url.hostname);
    const limits = [AbortSignal.timeout(timeLimitMs), ...(init.signal == null ? [] : [init.signal])];
    const asked = { method, headers, body, signal: AbortSignal.any(limits), mostBytes };
    const {
      status,
      headers: told,
      bytes,
      isWhole,
    } = await exchange(url, address, asked).catch((cause) => {
      throw outboundErrors.unreached(url.host, cause);
    });
    if (!isWhole) throw outboundErrors.unreached(url.host, new Error("It answers too much"));
    if (leadOn.has(status) && told.location !== undefined) {
      if (redirects === mostRedirects) throw outboundErrors.redirects(url.host);
      return ask(
        leadsTo(url, told.location, leavesOrigin),
        keepMethod.has(status) ? init : plain(init),
        redirects + 1,
      );
    }
    const lines = Object.entries(told).map(([name, value]) => [name, String(value)]);
    return new Response(bodiless.has(status) ? null : new Uint8Array(bytes), {
      status,
      headers: Object.fromEntries(lines),
    });
  };
  return (url, init = {}) => ask(new URL(url), init, 0);
};

const plain = ({ headers, signal }: Init): Init => ({
  ...(headers === undefined ? {} : { headers }),
  signal,
});

function leadsTo(from: URL, location: string, leavesOrigin: boolean): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const isWeaker = from.protocol === "https:" && to?.protocol === "http:";
  const mayLeave = leavesOrigin && /^https?:$/.test(to?.protocol ?? "") && !isWeaker;
  if (to === undefined || (to.origin !== from.origin && !mayLeave))
    throw outboundErrors.refused(location.slice(0, 200));
  return to;
}
