import { AppError } from "../../kernel/errors.ts";

export const programErrors = {
  notFound: (id: string) => new AppError("not_found", "programs.not_found", `No program ${id}`),
  nameTaken: (name: string) =>
    new AppError("conflict", "programs.name_taken", `Another program is called "${name}"`),
  tooMany: (most: number) =>
    new AppError("conflict", "programs.too_many", `There are ${most} programs already: remove one first`),
};
