import { hashText } from "../../kernel/ids.ts";

/** A tag that changes with the value. Weak, since a compressed reply is the same overview. */
export const etagOf = (value: unknown): string => `W/"${hashText(JSON.stringify(value))}"`;
