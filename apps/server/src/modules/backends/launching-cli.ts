/** What a CLI is started with. */
export interface LaunchWish {
  /** What it is asked to do first. */
  prompt: string | null;
  /** The id of a new session, of our choice; only for CLIs that take one. */
  sessionId: string | null;
  /** The session that it goes on with, by the CLI's own id. */
  resumes: string | null;
  /** Arguments that a person gave, as they are. */
  args: readonly string[];
}

/** How a CLI is started and left. */
export interface LaunchingCli {
  /** Its command line behind the program. A prompt is one word of it, whatever it begins with. */
  args(wish: LaunchWish): string[];
  /** The option that tells it who it is, beside what it is told by itself; absent where it has none. */
  briefOption?: string;
  /** Whether a new session takes an id of our choice. */
  takesSessionId: boolean;
  /** Whether a session that it goes on with takes a first prompt, too. */
  resumesWithPrompt: boolean;
  /** Whether it tells of a new session before that has its first prompt. */
  tellsBeforePrompt: boolean;
  /** Its own way out: a signal to its process group, or keys in its pane, one after another while it is there. */
  leaves: { by: "signal"; signal: "SIGINT" } | { by: "keys"; keys: readonly string[] };
}
