import { lazyPart } from "../../lib/lazy-part.tsx";

/** Fetched with what draws it once somebody wants to see a terminal. */
export const Terminal = lazyPart(() => import("./components/terminal.tsx").then((part) => part.Terminal));
