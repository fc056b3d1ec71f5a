export { createLaunches, type LaunchesModule, type LaunchesModuleOptions } from "./launches.module.ts";
export { launchesTables } from "./launches.tables.ts";
export { cleanEnvironment } from "./opening/command.ts";
export { ownerOf, ownOwner } from "./opening/owner.ts";
export type { LaunchDrivers } from "./ports.ts";
export { retainedLaunches } from "./retained-launches.ts";
export { copyIncluded } from "./worktrees/copy-included.ts";
export { runSetup } from "./worktrees/run-setup.ts";
