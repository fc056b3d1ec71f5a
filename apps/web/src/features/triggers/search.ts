/** The part of the address that says which deliveries are listed; the page reads what it knows of it. */
export interface DeliveriesSearch {
  sourceId?: string;
  state?: string;
  text?: string;
}

const wordIn = (value: unknown): value is string => typeof value === "string" && value !== "";

export const readDeliveriesSearch = ({
  sourceId,
  state,
  text,
}: Record<string, unknown>): DeliveriesSearch => ({
  ...(wordIn(sourceId) ? { sourceId } : {}),
  ...(wordIn(state) ? { state } : {}),
  // A number in an address is read as one.
  ...(wordIn(text) || typeof text === "number" ? { text: String(text) } : {}),
});
