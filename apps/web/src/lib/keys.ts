import { useEffect, useRef } from "react";

type Bindings = Record<string, (event: KeyboardEvent) => void>;

/** What is bound now, the newest last: what was opened last answers first. */
const bound: { current: Bindings }[] = [];

const onKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || !isFree(event)) return;
  const name = nameOf(event);
  const run = bound.findLast(({ current }) => current[name] !== undefined)?.current[name];
  if (run === undefined) return;
  event.preventDefault();
  run(event);
};

/** Binds keys while mounted. Typing into a field and open dialogs keep their keys; `mod+k` works everywhere. */
export const useKeys = (bindings: Bindings): void => {
  const current = useRef(bindings);
  current.current = bindings;
  useEffect(() => {
    if (bound.length === 0) window.addEventListener("keydown", onKey);
    bound.push(current);
    return () => {
      bound.splice(bound.indexOf(current), 1);
      if (bound.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, []);
};

/** `j`, `?`, `Escape`, `mod+k`: the character decides, so that every keyboard layout works. */
export const nameOf = (event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey">): string => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.metaKey || event.ctrlKey) return `mod+${key}`;
  return event.altKey ? `alt+${key}` : key;
};

const isFree = (event: KeyboardEvent): boolean => {
  if (nameOf(event).startsWith("mod+")) return true;
  const target = event.target instanceof Element ? event.target : null;
  return (
    target?.closest(
      "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=listbox], [role=menu]",
    ) == null
  );
};

export const onApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
