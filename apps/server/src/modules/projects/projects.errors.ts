import { AppError } from "../../kernel/errors.ts";

export const projectErrors = {
  notFound: (id: string) => new AppError("not_found", "projects.not_found", `No project ${id}`),
};
