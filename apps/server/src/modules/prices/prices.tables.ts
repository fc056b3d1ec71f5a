import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows prices. */
export const pricesTables: Pick<Descriptors, "prices"> = {
  prices: {
    title: "Prices",
    summary: "What administrators say that models cost",
    names: "model",
    columns: {
      id: "Price",
      model: "Model",
      input: "Tokens in (µ$ for a million)",
      output: "Tokens out (µ$ for a million)",
      cache_read: "From the cache (µ$ for a million)",
      cache_write: "Into the cache (µ$ for a million)",
      source: "Read in",
      valid_from: "Holds from",
      created_at: "Written",
      by_name: "By",
      removed_at: "Removed",
      removed_by: "Removed by",
    },
    first: ["model", "input", "output", "source", "valid_from", "removed_at"],
    searched: ["model", "source"],
  },
};
