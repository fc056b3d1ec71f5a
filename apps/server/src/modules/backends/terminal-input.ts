/** What the input line of a CLI shows. */
export interface ShownInput {
  /** What stands in it; null where the screen shows no input. */
  typed: string | null;
  /** The CLI works. */
  busy: boolean;
}

/** What its work is interrupted with; the next one where it goes on. */
type InterruptKey = "Escape";

/** How a CLI's input line is read from its screen. */
export interface TerminalInput {
  read(screen: string): ShownInput;
  /** Whether what stands in it is this text, or the sign that the CLI puts in the place of a long one. */
  holds(typed: string, text: string): boolean;
  /** Whether what stands in it is a prompt that the CLI itself put back; by default where it is that very text. */
  putsBack?(typed: string, prompt: string): boolean;
  /** The text so that it is said and not run by a shell; null where there is no way to say it. */
  asSaid(text: string): string | null;
  /** What is said is pasted, however short: what is typed there may be keys. */
  pastes?: true;
  /** By default one Escape. */
  interrupts?: readonly InterruptKey[];
  /**
   * Whether it shows the session in which this was said last; absent where a terminal can't go from one session to another
   * unseen.
   */
  shows?(screen: string, said: readonly string[]): boolean;
}
