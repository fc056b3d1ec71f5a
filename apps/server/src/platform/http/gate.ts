import type { IncomingHttpHeaders } from "node:http";
import { referencePage } from "@signalbox/contract/operations";
import type { Client } from "./client.ts";
import type { OwnCookie } from "./cookies.ts";
import type { Caller } from "./http.ts";
import type { Site } from "./sites.ts";

/** The cookie that carries a page's pass. */
export const pageCookie: OwnCookie = { name: "signalbox_page", path: referencePage.path };

/** What a request brings to say who asks. */
export interface Credentials {
  headers: IncomingHttpHeaders;
  client: Client;
  site: Site;
  cookies: Readonly<Record<string, string | undefined>>;
  /** Given only where a ticket is taken: streams and pages that a browser opens by address. */
  ticket: string | undefined;
  /** Given only where a pass is taken: pages that a person loads again. */
  pass: string | undefined;
}

/** The one door: everything that is not public passes here first. */
export interface Gate {
  /** Finds out who asks, or null; a ticket is used up by asking. */
  authenticate(credentials: Credentials): Promise<Caller | null>;
  /** Tells once when a caller that was let in is welcome no longer, for open streams; answers how to wait no longer. */
  onceUnwelcome(caller: Caller, leave: () => void): () => void;
  /** Makes a one-use ticket that lets its bearer in as the caller, for 30 s. */
  issueTicket(caller: Caller): Promise<{ ticket: string; expiresAt: Date }>;
  /** Makes a pass that lets its bearer load a page as the caller, again and again, for a while. */
  issuePass(caller: Caller): Promise<{ pass: string; lifeSeconds: number }>;
}
