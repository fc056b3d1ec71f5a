import { AppError } from "../kernel/errors.ts";

/** Refuses to be reached from beyond this machine, where nobody has a password to sign in with. */
export async function refuseBeyondLoopback(
  host: string,
  auth: { hasPasswordAccount(): Promise<boolean> },
): Promise<void> {
  if (isLoopback(host) || (await auth.hasPasswordAccount())) return;
  throw new AppError(
    "invalid",
    "app.nobody_may_sign_in",
    [
      `Signalbox can't listen on ${host}: no account has a password yet, and links are only for this machine.`,
      "  Start it with SIGNALBOX_HOST=127.0.0.1, run `bin/signalbox users passwd operator`, and start it again;",
      "  or set SIGNALBOX_FIRST_PASSWORD for this start: it becomes the password of the account `operator`.",
    ].join("\n"),
  );
}

/** Whether only programs of this machine can connect to an address. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
