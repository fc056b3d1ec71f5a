import { LiveMessage, type LiveRequest } from "@signalbox/contract/events";
import { openPingingSocket, type PingingSocket, type PingingSocketOptions } from "./pinging-socket.ts";

export interface LiveConnectionOptions extends Omit<PingingSocketOptions, "onText" | "onBytes"> {
  /** What it throws ends the connection. */
  onMessage(message: LiveMessage): void;
}

export type LiveConnection = PingingSocket<LiveRequest>;

export const openLiveConnection = ({ onMessage, ...options }: LiveConnectionOptions): LiveConnection =>
  openPingingSocket({ ...options, onText: (text) => onMessage(LiveMessage.parse(JSON.parse(text))) });
