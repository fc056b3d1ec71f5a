import type { Checkout, ExecutionTarget } from "@signalbox/contract/executions";

/** What a start without a person checks out: what it is about, where that is of the repository that the bot works in. */
export const checkoutOf = (
  target: Pick<ExecutionTarget, "repository" | "ref"> | null,
  remote: string | null,
): Checkout => ({
  // A remote on this machine has no name to compare: what is no ref of it is said to be none as it is fetched.
  ref: target !== null && (remote === null || isOf(remote, target.repository)) ? target.ref : null,
  base: null,
});

/** Whether a remote is that of `owner/name`: `https://github.com/acme/shop.git`, `git@github.com:acme/shop`. */
export function isOf(remote: string, repository: string): boolean {
  const path = remote
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .toLowerCase();
  return ["/", ":"].some((before) => path.endsWith(before + repository.toLowerCase()));
}
