import { useState } from "react";

/** Up to two of a list that were chosen, in the order of choosing. */
export const useTwoChosen = () => {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const turn = (id: string, isChosen: boolean) =>
    setChosen((before) => [...before.filter((one) => one !== id), ...(isChosen ? [id] : [])]);
  return { chosen, turn, none: () => setChosen([]) };
};
