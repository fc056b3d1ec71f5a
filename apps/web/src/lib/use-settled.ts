import { useEffect, useState } from "react";

/** A value once it rests: while somebody types, the one before. */
export const useSettled = <T>(value: T, restMs: number): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const rest = setTimeout(() => setSettled(value), restMs);
    return () => clearTimeout(rest);
  }, [value, restMs]);
  return settled;
};
