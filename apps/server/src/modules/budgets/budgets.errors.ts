import { AppError } from "../../kernel/errors.ts";

export const budgetErrors = {
  notFound: (id: string) => new AppError("not_found", "budgets.not_found", `No budget ${id}`),
  tooMany: (most: number) =>
    new AppError("conflict", "budgets.too_many", `There are ${most} budgets already: remove one first`),
};
