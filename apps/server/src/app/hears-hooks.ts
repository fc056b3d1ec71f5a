import type { Config } from "./config.ts";

/** Whether the CLIs of this machine send their hooks here. A demo's agents are of another machine. */
export const hearsHooks = ({ role, demo }: Config): boolean => role !== "worker" && !demo;
