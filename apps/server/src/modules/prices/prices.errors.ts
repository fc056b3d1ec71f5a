import { AppError } from "../../kernel/errors.ts";

export const priceErrors = {
  notFound: (id: string) => new AppError("not_found", "prices.not_found", `No price ${id} holds`),
  tooMany: (most: number) =>
    new AppError("conflict", "prices.too_many", `${most} prices are written already: remove one first`),
};
