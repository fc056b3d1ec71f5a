import { AppError } from "../kernel/errors.ts";

/** Refuses to be reached from beyond this machine, where nobody has a password to sign in with. */
export function refuseBeyondLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new AppError(
    "invalid",
    "app.nobody_may_sign_in",
    `SIGNALBOX_HOST must be 127.0.0.1 or localhost, not ${host}: there are no accounts with passwords yet, so nobody else may be let in`,
  );
}

/** Whether only programs of this machine can connect to an address. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
