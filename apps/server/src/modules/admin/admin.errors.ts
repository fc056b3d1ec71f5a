import { AppError } from "../../kernel/errors.ts";

export interface Fault {
  path: string;
  message: string;
}

export const adminErrors = {
  tableUnknown: (name: string) => new AppError("not_found", "admin.table_unknown", `No table ${name}`),
  rowNotFound: (table: string) =>
    new AppError("not_found", "admin.row_not_found", `${table} has no such row`),
  selectionInvalid: (faults: readonly Fault[]) =>
    new AppError("invalid", "admin.selection_invalid", faults.map(({ message }) => message).join(". "), {
      faults,
    }),
  tooSlow: (cause: unknown) =>
    new AppError(
      "unavailable",
      "admin.too_slow",
      "The database took too long over this and was stopped. Narrow it by a column that has an index.",
      { cause },
    ),
  viewNotFound: (id: string) => new AppError("not_found", "admin.view_not_found", `No saved view ${id}`),
  viewExists: (name: string) =>
    new AppError("conflict", "admin.view_exists", `You have a view of this table named “${name}” already`),
};
