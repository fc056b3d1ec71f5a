/** What stands of us, and of others, in a file that a CLI reads. */
export interface Found {
  /** Events of ours. */
  ours: string[];
  /** How many hooks of others. */
  foreign: number;
}

/** How our entries stand in the text of a file; each CLI has its own way. */
export interface EntryForm {
  /** The events that are wanted. */
  events: readonly string[];
  /**
   * The text with our entries, brought up to date; the same text where nothing is to be done.
   * @throws SettingsFaultError
   */
  enter(text: string): string;
  /** The text without ours and without what only held it. */
  leave(text: string): string;
  inspect(text: string): Found;
  /** Nothing would be lost with a file that holds only this. */
  isEmpty(text: string): boolean;
  /** What keeps the CLI from calling us although the entries are there, in a sentence with the cure. */
  obstacle(text: string, about: { name: string; path: string }): string | null;
  /** How to run the entry once, as the CLI would, so that it tells of `testId`. */
  trial(testId: string): { file: string; args: string[]; input: string };
}
