import type { IncomingHttpHeaders } from "node:http";
import { Login } from "@signalbox/contract/auth";
import type { Client } from "../../../platform/http/client.ts";

/** Which word of a proxy about its visitors is taken, and what becomes of strangers. */
export interface IdentityOptions {
  /** The header that names a login: `remote-user`, `tailscale-user-login`. */
  header: string;
  /** Whether a login without an account gets one that may look on. */
  createsViewers: boolean;
}

/** Who a request comes from, as a trusted proxy says. The same header from anybody else says nothing. */
export type IdentityOf = (request: { headers: IncomingHttpHeaders; client: Client }) => string | undefined;

export const identityReader = (options: IdentityOptions | undefined): IdentityOf => {
  if (options === undefined) return () => undefined;
  return ({ headers, client }) => {
    const given = headers[options.header];
    if (!client.viaTrustedProxy || typeof given !== "string") return undefined;
    return Login.safeParse(given).data;
  };
};
