/** What is typed before the field it is meant for is there. */
export interface TypedAhead {
  /** Catches what is typed from now on: nothing else on the page answers to it. */
  begin(): void;
  /** Ends catching, and gives what was typed. */
  take(): Typed;
}

export interface Typed {
  words: string;
  /** Enter was pressed behind the words. */
  entered: boolean;
}

const nothing: Typed = { words: "", entered: false };

export const createTypedAhead = (keys: EventTarget = window): TypedAhead => {
  let typed = nothing;
  let catching: AbortController | undefined;
  const take = () => {
    catching?.abort();
    const taken = typed;
    typed = nothing;
    return taken;
  };
  const onKey = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.metaKey || event.ctrlKey) return;
    if (event.key === "Escape") return void take();
    event.preventDefault();
    event.stopImmediatePropagation();
    typed = withKey(typed, event.key);
  };
  return {
    take,
    begin: () => {
      take();
      catching = new AbortController();
      keys.addEventListener("keydown", onKey, { capture: true, signal: catching.signal });
    },
  };
};

/** What is typed once `key` is pressed too. */
export const withKey = ({ words, entered }: Typed, key: string): Typed => {
  if (entered) return { words, entered };
  if (key === "Backspace") return { words: words.slice(0, -1), entered };
  return { words: key.length === 1 ? words + key : words, entered: key === "Enter" };
};
