/** Ends a process that leads a group, with the group, which has its number for as long as one of it lives. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in it, or nobody that may be ended.
  }
}
