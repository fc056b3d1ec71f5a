/** What is typed before the field it is meant for is there. */
export interface TypedAhead {
  /** Catches what is typed from now on, for a moment: nothing else on the page answers to it. */
  begin(onEscape: () => void): void;
  /** Ends catching, and gives what was typed. */
  take(): Typed;
}

export interface Typed {
  words: string;
  /** Enter was pressed behind the words. */
  entered: boolean;
}

const nothing: Typed = { words: "", entered: false };

/** A field that is not there by then may never come: the page has its keys back. */
const patienceMs = 2000;

export const createTypedAhead = (keys: EventTarget = window): TypedAhead => {
  let typed = nothing;
  let catching: AbortController | undefined;
  const take = () => {
    catching?.abort();
    const taken = typed;
    typed = nothing;
    return taken;
  };
  const begin = (onEscape: () => void) => {
    take();
    const caught = new AbortController();
    const onKey = (event: Press) => {
      if (!isForField(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === "Escape") onEscape();
      else typed = withKey(typed, event.key);
    };
    keys.addEventListener("keydown", onKey, { capture: true, signal: caught.signal });
    setTimeout(() => caught.abort(), patienceMs);
    catching = caught;
  };
  return { begin, take };
};

type Press = Event & Partial<Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey">>;

/** Writes, corrects, ends or gives up; every other key does what it always does. */
const isForField = (event: Press): event is Press & { key: string } => {
  const { key = "", altKey, ctrlKey, metaKey } = event;
  if (altKey || ctrlKey || metaKey) return false;
  return key.length === 1 || key === "Backspace" || key === "Enter" || key === "Escape";
};

const withKey = ({ words, entered }: Typed, key: string): Typed => {
  if (entered) return { words, entered };
  if (key === "Enter") return { words, entered: true };
  return { words: key === "Backspace" ? words.slice(0, -1) : words + key, entered };
};
