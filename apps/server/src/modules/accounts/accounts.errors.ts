import { AppError } from "../../kernel/errors.ts";

const conflict = (code: string, message: string) => new AppError("conflict", `accounts.${code}`, message);

export const accountErrors = {
  notFound: (id: string) => new AppError("not_found", "accounts.not_found", `No account ${id}`),
  nameTaken: (name: string) => conflict("name_taken", `Another account of this CLI is called "${name}"`),
  machineTaken: () => conflict("machine_taken", "This machine's own sign-in is an account already"),
  tooMany: (most: number) => conflict("too_many", `There are ${most} accounts of this CLI already`),
  noSecret: () => conflict("no_secret", "This account has no key or token that could be given anew"),
  onlyOne: () =>
    conflict(
      "only_one",
      "It is the only account of its CLI on this machine: disable it, or add another first",
    ),
  elsewhere: () => conflict("elsewhere", "This account is of another machine: check it on that machine"),
  programGone: (id: string) => new AppError("not_found", "programs.not_found", `No program ${id}`),
  programMissing: (program: string) =>
    conflict("program_missing", `There is no "${program}" where the server looks for programs`),
};
