import { createClient } from "@signalbox/client/client";
import { basePath } from "./base.ts";
import { signInSecret } from "./sign-in.ts";

/** The API of the server that this page came from. */
export const api = createClient({
  baseUrl: new URL(basePath(), window.location.origin).href,
  credentials: () => {
    const secret = signInSecret.read();
    return secret === null ? undefined : { signInSecret: secret };
  },
});
