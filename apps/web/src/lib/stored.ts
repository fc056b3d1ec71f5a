import { useSyncExternalStore } from "react";

/** A word kept in this browser's storage, seen by every part of the page that reads it. */
export interface Stored {
  read(): string | null;
  write(value: string | null): void;
  subscribe(reader: () => void): () => void;
}

export const createStored = (key: string): Stored => {
  const readers = new Set<() => void>();
  return {
    read: () => localStorage.getItem(key),
    write: (value) => {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      for (const reader of readers) reader();
    },
    subscribe: (reader) => {
      const onElsewhere = (change: StorageEvent) => {
        if (change.key === key || change.key === null) reader();
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
