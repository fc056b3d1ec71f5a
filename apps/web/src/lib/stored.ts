import { useSyncExternalStore } from "react";

/** A word kept in this browser's storage, seen by every part of the page that reads it. */
export interface Stored {
  read(): string | null;
  write(value: string | null): void;
  subscribe(reader: () => void): () => void;
}

/** @param place what the key is for, where several apps of one origin would share it: the path they stand under */
export const createStored = (name: string, place: () => string = () => "/"): Stored => {
  const keyOf = () => (place() === "/" ? name : `${name} ${place()}`);
  const readers = new Set<() => void>();
  return {
    read: () => localStorage.getItem(keyOf()),
    write: (value) => {
      if (value === null) localStorage.removeItem(keyOf());
      else localStorage.setItem(keyOf(), value);
      for (const reader of readers) reader();
    },
    subscribe: (reader) => {
      const onElsewhere = (change: StorageEvent) => {
        if (change.key === keyOf() || change.key === null) reader();
      };
      readers.add(reader);
      window.addEventListener("storage", onElsewhere);
      return () => {
        readers.delete(reader);
        window.removeEventListener("storage", onElsewhere);
      };
    },
  };
};

export const useStored = (stored: Stored): string | null =>
  useSyncExternalStore(stored.subscribe, stored.read);
