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
  /** For a request, with all that it leads on to. */
  timeLimitMs: number;
  /** Of one answer. */
  mostBytes: number;
  /** What leads on is followed to other origins too, without the Authorization header: nothing else holds a key. */
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
  const ask = async (url: URL, init: Limited, redirects: number): Promise<Response> => {
    const { method = "GET", headers = {}, body, signal } = init;
    const address = await unlessOver(outbound.addressOf(url.hostname), signal).catch((cause) => {
      throw signal.aborted ? outboundErrors.unreached(url.host, cause) : cause;
    });
    const asked = { method, headers, body, signal, mostBytes };
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
      const to = leadsTo(url, told.location, leavesOrigin);
      const next = keepMethod.has(status) ? init : plain(init);
      return ask(to, to.origin === url.origin ? next : unauthorized(next), redirects + 1);
    }
    const lines = Object.entries(told).map(([name, value]) => [name, String(value)]);
    return new Response(bodiless.has(status) ? null : new Uint8Array(bytes), {
      status,
      headers: Object.fromEntries(lines),
    });
  };
  return (url, init = {}) => {
    const limits = [AbortSignal.timeout(timeLimitMs), ...(init.signal == null ? [] : [init.signal])];
    return ask(new URL(url), { ...init, signal: AbortSignal.any(limits) }, 0);
  };
};

type Limited = Init & { signal: AbortSignal };

/** The system looks names up for as long as it likes. */
async function unlessOver<T>(looking: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([looking, over.promise]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

const plain = ({ headers, signal }: Limited): Limited => ({
  ...(headers === undefined ? {} : { headers }),
  signal,
});

/** What proves who asks is for the origin that it was given for. */
function unauthorized(init: Limited): Limited {
  const lines = Object.entries(init.headers ?? {});
  return {
    ...init,
    headers: Object.fromEntries(lines.filter(([name]) => name.toLowerCase() !== "authorization")),
  };
}

function leadsTo(from: URL, location: string, leavesOrigin: boolean): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const isWeaker = from.protocol === "https:" && to?.protocol === "http:";
  const mayLeave = leavesOrigin && /^https?:$/.test(to?.protocol ?? "") && !isWeaker;
  if (to === undefined || (to.origin !== from.origin && !mayLeave))
    throw outboundErrors.refused(location.slice(0, 200));
  return to;
}
