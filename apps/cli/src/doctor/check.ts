import { stat } from "node:fs/promises";

/** What was found out about one thing, and what to do about it. */
export interface Finding {
  level: "ok" | "warn" | "fail";
  about: string;
  text: string;
  cure?: string;
}

/** What a first start makes is no fault of its own while there was none. */
export const writtenAtStart = "written at the first start";

type Make = (about: string, text: string, cure?: string) => Finding;
const finding =
  (level: Finding["level"]): Make =>
  (about, text, cure) => ({ level, about, text, ...(cure === undefined ? {} : { cure }) });

export const ok = finding("ok");
export const warn = finding("warn");
export const fail = finding("fail");

/** The permission bits of a file or folder, or null where there is none. */
export const modeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    (found) => found.mode & 0o777,
    () => null,
  );

export const octal = (mode: number): string => mode.toString(8).padStart(4, "0");

/** Whether others of the machine may look into it. */
export const isOpenToOthers = (mode: number): boolean => (mode & 0o077) !== 0;
