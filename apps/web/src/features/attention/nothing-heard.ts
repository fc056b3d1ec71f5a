import type { HookStatus } from "@signalbox/contract/hooks";

/** What to do until the first agent reports; `isSetUp` where hooks are there and only a session is missing. */
export const toBeHeard = (hooks: readonly Pick<HookStatus, "backend" | "state">[]) => {
  // A backend is called as its program is.
  const installed = hooks.filter(({ state }) => state === "installed").map(({ backend }) => backend);
  return installed.length === 0
    ? {
        isSetUp: false,
        words: "Once hooks are installed, every session you start in a terminal appears here by itself.",
      }
    : { isSetUp: true, words: `Hooks are installed. Start ${installed.join(" or ")} in any terminal.` };
};
