import type { Program, ProgramSpeaks } from "@signalbox/contract/programs";
import type { ProgramBody } from "./queries.ts";

/** What somebody types of a program; an empty file is none. */
export interface ProgramWords {
  name: string;
  command: string;
  /** One a line. */
  args: string;
  speaks: ProgramSpeaks;
  resultFile: string;
}

export const nothing: ProgramWords = { name: "", command: "", args: "", speaks: "acp", resultFile: "" };

export const wordsOf = ({ name, command, args, speaks, resultFile }: Program): ProgramWords => ({
  ...{ name, command, speaks, args: args.join("\n"), resultFile: resultFile ?? "" },
});

/** What is sent; whether it will do, the server says. */
export const bodyOf = ({ args, resultFile, ...words }: ProgramWords): ProgramBody => ({
  ...words,
  args: args === "" ? [] : args.replace(/\n$/, "").split("\n"),
  resultFile: words.speaks === "acp" || resultFile.trim() === "" ? null : resultFile,
});

export const speaksNames: Readonly<Record<ProgramSpeaks, string>> = {
  acp: "The Agent Client Protocol",
  nothing: "Nothing: its exit code tells how it went",
};
