import { createClient } from "@signalbox/client/client";
import { signInSecret } from "./sign-in.ts";

/** The API of the server that this page came from. */
export const api = createClient({
  baseUrl: window.location.origin,
  credentials: () => {
    const secret = signInSecret.read();
    return secret === null ? undefined : { signInSecret: secret };
  },
});
