import { createContext, use, useSyncExternalStore } from "react";
import type { Connection, LiveFeed } from "./live.ts";

export const LiveContext = createContext<LiveFeed | null>(null);

const nothing = () => () => {};
const never: Connection = { state: "connecting" };

/** How the page stands to the server now. */
export const useConnection = (): Connection => {
  const feed = use(LiveContext);
  return useSyncExternalStore(feed?.subscribe ?? nothing, feed?.connection ?? (() => never));
};

export const useReconnect = (): (() => void) => use(LiveContext)?.reconnect ?? (() => {});
