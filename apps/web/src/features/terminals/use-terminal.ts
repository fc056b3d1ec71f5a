import { type TerminalStatus, type WatchedTerminal, watchTerminal } from "@signalbox/client/watch-terminal";
import { longestPaste, longestTyped } from "@signalbox/contract/terminals";
import { type RefObject, useEffect, useRef, useState } from "react";
import { api } from "../../lib/api.ts";
import { openScreen, type Screen } from "./screen.ts";

/** What was found of the words that are looked for; null while none are. */
export interface Found {
  at: number;
  count: number;
}

export interface TerminalView {
  status: TerminalStatus;
  driving: boolean;
  /** Why something was not done, in words. */
  refusal: string | null;
  found: Found | null;
  /** An address in the terminal that was pressed. */
  link: string | null;
  forgetLink(): void;
  drive(on: boolean): void;
  find(words: string, way: "next" | "previous"): void;
  endSearch(): void;
}

/** A page that nobody sees lets go of the terminal after this long, and of the controls with it. */
const unseenMs = 30_000;

const piecesOf = (text: string, longest: number): string[] =>
  text.match(new RegExp(`[^]{1,${longest}}`, "gu")) ?? [];

interface Events {
  onStatus(status: TerminalStatus): void;
  onDriving(on: boolean): void;
  onRefused(words: string): void;
}

/** Watches while the page is seen. Answers how to stop, and the terminal as it is then. */
function watchWhileSeen(agentId: string, screen: Screen, events: Events) {
  let terminal: WatchedTerminal | null = null;
  let timer: number | undefined;
  const begin = () => {
    terminal ??= watchTerminal({
      client: api,
      agentId,
      onScreen: screen.renew,
      onOutput: screen.print,
      onStatus: events.onStatus,
      onDriving: events.onDriving,
      onRefused: ({ detail }) => events.onRefused(detail),
    });
  };
  const end = () => {
    terminal?.close();
    terminal = null;
    events.onDriving(false);
  };
  const onSeen = () => {
    window.clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(end, unseenMs);
    else begin();
  };
  document.addEventListener("visibilitychange", onSeen);
  begin();
  return {
    terminal: () => terminal,
    stop() {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSeen);
      end();
    },
  };
}

/** The terminal of an agent, drawn into `place`. */
export const useTerminal = (
  agentId: string,
  place: RefObject<HTMLDivElement | null>,
  onLeave: () => void,
): TerminalView => {
  const [status, setStatus] = useState<TerminalStatus>({ state: "connecting" });
  const [driving, setDriving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const screen = useRef<Screen | null>(null);
  const watched = useRef<ReturnType<typeof watchWhileSeen> | null>(null);
  const leave = useRef(onLeave);
  leave.current = onLeave;

  useEffect(() => {
    if (place.current === null) return;
    const type = (text: string) => {
      for (const piece of piecesOf(text, longestTyped)) watched.current?.terminal()?.type(piece);
    };
    const paste = (text: string) => {
      if (text.length <= longestPaste) watched.current?.terminal()?.paste(text);
      else setRefusal(`At most ${longestPaste} letters are pasted at once`);
    };
    const drawn = openScreen(place.current, {
      onType: type,
      onPaste: paste,
      onLeave: () => leave.current(),
      onLink: setLink,
      onFound: setFound,
    });
    screen.current = drawn;
    watched.current = watchWhileSeen(agentId, drawn, {
      onStatus: setStatus,
      onRefused: setRefusal,
      onDriving(on) {
        setDriving(on);
        if (on) setRefusal(null);
        drawn.takeKeys(on);
      },
    });
    return () => {
      watched.current?.stop();
      drawn.close();
      [watched.current, screen.current] = [null, null];
    };
  }, [agentId, place]);

  return {
    ...{ status, driving, refusal, found, link },
    forgetLink: () => setLink(null),
    drive: (on) => watched.current?.terminal()?.drive(on),
    find(words, way) {
      if (words === "") screen.current?.endSearch();
      else screen.current?.find(words, way);
    },
    endSearch() {
      screen.current?.endSearch();
      setFound(null);
    },
  };
};
