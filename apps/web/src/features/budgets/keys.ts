export const budgetKeys = {
  all: ["budgets"],
  taken: ["taken"],
  prices: ["prices"],
  writtenPrices: ["written-prices"],
} as const;
