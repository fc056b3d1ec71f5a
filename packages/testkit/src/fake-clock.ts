import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tool } from "./machine.ts";

const inLibraries = "faketime/libfaketimeMT.so.1";

/** libfaketime, which has a process read another clock than the system's. */
export const findFakeTime = (): Tool => {
  const places = ["/usr/lib", ...readdirSync("/usr/lib").map((name) => join("/usr/lib", name))];
  const path = places.map((place) => join(place, inLibraries)).find((each) => existsSync(each));
  return path === undefined
    ? { name: "faketime", path: null, reason: "no libfaketimeMT.so.1 in /usr/lib" }
    : { name: "faketime", path };
};

/** A clock that a process reads when its environment is this; it jumps while the process runs. */
export interface FakeClock {
  env: Readonly<Record<string, string>>;
  /** Puts it so far ahead of the system's, or behind. */
  jumpTo(offsetHours: number): void;
}

/** Time that only passes, such as that of timers, is left alone: a system whose clock is set leaves it alone too. */
export function fakeClock(folder: string): FakeClock {
  const tool = findFakeTime();
  const file = join(folder, "clock");
  const jumpTo = (offsetHours: number) => writeFileSync(file, `${offsetHours < 0 ? "" : "+"}${offsetHours}h`);
  jumpTo(0);
  return {
    env: {
      LD_PRELOAD: tool.path ?? "",
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
    jumpTo,
  };
}
