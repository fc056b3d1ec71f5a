import { SearchAddon } from "@xterm/addon-search";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { Terminal } from "@xterm/xterm";
import { FrameWriter } from "./frame-writer.ts";
import { keepSilent } from "./silent.ts";
import { keepStylesStrict } from "./strict-styles.ts";
import { followTheme } from "./theme.ts";

/** What a person does at the screen. */
export interface ScreenHandlers {
  onType(text: string): void;
  onPaste(text: string): void;
  /** They want to leave by keyboard. */
  onLeave(): void;
  /** They pressed a link. */
  onLink(address: string): void;
  onFound(found: { at: number; count: number }): void;
}

/** A terminal in the page that shows what it is given. */
export interface Screen {
  /** Shows this, in this size, instead of what it showed. */
  renew(screen: { columns: number; rows: number; bytes: Uint8Array }, shown: () => void): void;
  print(bytes: Uint8Array, shown: () => void): void;
  /** Whether keys are taken. */
  takeKeys(on: boolean): void;
  find(words: string, way: "next" | "previous"): void;
  endSearch(): void;
  close(): void;
}

const fallback = "ui-monospace, Menlo, Consolas, monospace";
const face = '"JetBrains Mono Variable"';
const scrollback = 5_000;
/** Letters of the face are this wide, for each pixel that they are high. */
const widthOfLetter = 0.6;
const [smallest, largest] = [7, 13];

/** The size of letters at which so many columns fit. */
export const sizeFor = (width: number, columns: number): number =>
  Math.max(smallest, Math.min(largest, Math.floor((width / columns / widthOfLetter) * 4) / 4));

const marks = {
  matchBackground: "#e3a53c",
  activeMatchBackground: "#f2655c",
  matchOverviewRuler: "#e3a53c",
  activeMatchColorOverviewRuler: "#f2655c",
};

const terminalOf = (handlers: ScreenHandlers): Terminal =>
  new Terminal({
    allowProposedApi: true,
    disableStdin: true,
    fontFamily: fallback,
    fontSize: largest,
    minimumContrastRatio: 4.5,
    scrollback,
    linkHandler: { activate: (_event, address) => handlers.onLink(address) },
  });

/** Opens a terminal in `place`; letters are as large as the pane's columns fit there. */
export function openScreen(place: HTMLElement, handlers: ScreenHandlers): Screen {
  const endStrictStyles = keepStylesStrict();
  const terminal = terminalOf(handlers);
  const search = new SearchAddon();
  terminal.loadAddon(search);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  keepSilent(terminal);
  terminal.open(place);
  // Letters are measured once, as they are then: the face must be there before.
  void document.fonts.load(`${largest}px ${face}`).then(() => {
    terminal.options.fontFamily = `${face}, ${fallback}`;
  });

  const scale = () => {
    terminal.options.fontSize = sizeFor(place.clientWidth, terminal.cols);
  };
  const scaling = new ResizeObserver(scale);
  scaling.observe(place);
  const stopTheme = followTheme((theme) => {
    terminal.options.theme = theme;
  });
  const writer = new FrameWriter({ write: (bytes, drawn) => terminal.write(bytes, drawn) });
  const stopKeys = takeInput(terminal, place, handlers);
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    handlers.onFound({ at: resultIndex, count: resultCount }),
  );
  return {
    renew({ columns, rows, bytes }, shown) {
      writer.drop();
      terminal.reset();
      terminal.resize(columns, rows);
      scale();
      writer.write(bytes, shown);
    },
    print: (bytes, shown) => writer.write(bytes, shown),
    takeKeys(on) {
      terminal.options.disableStdin = !on;
      terminal.options.cursorBlink = on;
      if (on) terminal.focus();
    },
    find(words, way) {
      if (way === "next") search.findNext(words, { decorations: marks });
      else search.findPrevious(words, { decorations: marks });
    },
    endSearch: () => search.clearDecorations(),
    close() {
      scaling.disconnect();
      stopTheme();
      stopKeys();
      writer.drop();
      terminal.dispose();
      endStrictStyles();
    },
  };
}

/** Takes what is typed and pasted. Answers how to stop. */
function takeInput(terminal: Terminal, place: HTMLElement, handlers: ScreenHandlers): () => void {
  terminal.onData(handlers.onType);
  terminal.onBinary(handlers.onType);
  terminal.attachCustomKeyEventHandler((event) => {
    // Where no keys are taken, they are the page's: Tab goes on.
    if (terminal.options.disableStdin) return false;
    if (event.ctrlKey && event.shiftKey && event.key === "Enter") {
      if (event.type === "keydown") handlers.onLeave();
      event.preventDefault();
      return false;
    }
    // What is selected is copied, as everywhere else.
    return !((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && terminal.hasSelection());
  });
  const paste = (event: ClipboardEvent) => {
    // tmux alone knows whether its program wants to be told that it is pasted.
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text !== "" && !terminal.options.disableStdin) handlers.onPaste(text);
  };
  place.addEventListener("paste", paste, { capture: true });
  return () => place.removeEventListener("paste", paste, { capture: true });
}
