export const budgetKeys = {
  all: ["budgets"],
  prices: ["prices"],
  writtenPrices: ["written-prices"],
} as const;
