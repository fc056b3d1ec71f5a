/** The part of the address that says which messages are listed; the page reads what it knows of it. */
export interface MessagesSearch {
  state?: string;
}

export const readMessagesSearch = ({ state }: Record<string, unknown>): MessagesSearch =>
  typeof state === "string" && state !== "" ? { state } : {};
