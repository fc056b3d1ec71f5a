/** A pane of a tmux server. */
export interface TmuxPane {
  /** The socket of its server. */
  server: string;
  /** `%7`; a server that starts anew counts from 0 again. */
  id: string;
  /** The process that was started in it. */
  pid: number;
  /** What stands in front in it now. */
  command: string;
  /** When its window last showed something new, in milliseconds. */
  activeAt: number;
  /** Its process has ended, and it was told to stay. */
  dead: boolean;
}

/** The pane, of any server, from whose process another one descends; `lineage` is that one with those it descends from. */
export const paneAround = <T extends { pid: number }>(
  panes: readonly T[],
  lineage: readonly number[],
): T | undefined => panes.find(({ pid }) => lineage.includes(pid));

export const isPaneId = (text: string): boolean => /^%\d{1,9}$/.test(text);

/** The command comes last, for it may hold anything. */
export const paneFormat = "#{pane_id} #{pane_pid} #{window_activity} #{pane_dead} #{pane_current_command}";

/** Lines that have another form are left out: a version of tmux may know less. */
export const readPane = (server: string, line: string): TmuxPane[] => {
  const [, id, pid, activity, dead, command] = /^(%\d+) (\d+) (\d+) ([01]?) (.*)$/.exec(line) ?? [];
  if (id === undefined || command === undefined) return [];
  return [
    {
      ...{ server, id, command },
      pid: Number(pid),
      activeAt: Number(activity) * 1_000,
      dead: dead === "1",
    },
  ];
};

/** What is no text: colours and other sequences of a terminal, and control characters but the end of a line. */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]+[0-~]|\u001b[@-_]?|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

export const textOnly = (screen: string): string => screen.replaceAll(sequences, "");

/** Of a screen that is larger than any, the end. */
const mostShown = 64_000;

/** The text of a screen from the lines that tmux prints of it. */
export const screenOf = (lines: readonly string[]): string =>
  textOnly(lines.map((line) => line.trimEnd()).join("\n"))
    .trimEnd()
    .slice(-mostShown);
