import { signInCookie } from "@signalbox/contract/auth";

/** The name of the sign-in's cookie at the address a browser calls us by. */
export const cookieAt = (host: string | undefined): string =>
  signInCookie(/:(\d+)$/.exec(host ?? "")?.[1] ?? "80");
