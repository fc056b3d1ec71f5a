/** An answer that is on its way for longer counts as lost before long, and somebody else may answer then. */
const givenForMs = 20_000;

/** Until when what is given now may press keys, by the clock of `performance`. */
export const keysUntil = (): number => performance.now() + givenForMs;

export const tooLate = "the terminal took too long";
