import { TerminalMessage, type TerminalRequest } from "@signalbox/contract/terminals";
import { openPingingSocket, type PingingSocket, type PingingSocketOptions } from "./pinging-socket.ts";

export interface TerminalConnectionOptions extends Omit<PingingSocketOptions, "onText"> {
  onMessage(message: TerminalMessage): void;
  onBytes(bytes: Uint8Array): void;
}

export type TerminalConnection = PingingSocket<TerminalRequest>;

export const openTerminalConnection = ({
  onMessage,
  ...options
}: TerminalConnectionOptions): TerminalConnection =>
  openPingingSocket({ ...options, onText: (text) => onMessage(TerminalMessage.parse(JSON.parse(text))) });
