/** A command of Signalbox as it works in the folder it was cloned into. */
export const commandLine = (words: string): string => `bin/signalbox ${words}`;
