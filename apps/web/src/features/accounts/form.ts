import {
  type Account,
  type AccountKind,
  type createAccount,
  keyVariablesOf,
} from "@signalbox/contract/accounts";
import type { BodyInputOf } from "@signalbox/contract/route";

type Backend = Account["backend"];

/** What somebody types of a new account. */
export interface AccountWords {
  backend: Backend;
  kind: AccountKind;
  name: string;
  folder: string;
  secret: string;
  variable: string;
  /** Which program, where the CLI is one; else empty. */
  programId: string;
  isDefault: boolean;
}

export const nothing: AccountWords = {
  ...{ backend: "claude", kind: "key", name: "", folder: "", secret: "" },
  ...{ variable: "ANTHROPIC_API_KEY", programId: "", isDefault: false },
};

/** Tokens are of one CLI alone, and programs have no folder that is known. */
export const kindsOf = (backend: Backend): readonly AccountKind[] =>
  backend === "program"
    ? ["key", "machine"]
    : backend === "claude"
      ? ["key", "token", "folder", "machine"]
      : ["key", "folder", "machine"];

/** With another CLI, of which there may not be that kind. */
export const withBackend = (words: AccountWords, backend: Backend): AccountWords => ({
  ...words,
  backend,
  kind: kindsOf(backend).includes(words.kind) ? words.kind : "key",
  programId: "",
  variable: nothing.variable,
});

/** What is sent; whether it will do, the server says. */
export function bodyOf(words: AccountWords): BodyInputOf<typeof createAccount> {
  const { kind, name, folder, secret, variable, isDefault } = words;
  const of = { backend: words.backend, ...(words.programId === "" ? {} : { programId: words.programId }) };
  const namesIt = words.backend === "program" || keyVariablesOf(words.backend) !== null;
  switch (kind) {
    case "machine":
      return { kind, ...of, name, isDefault };
    case "folder":
      return { kind, ...of, name, folder, isDefault };
    case "token":
      return { kind, backend: "claude", name, secret, isDefault };
    case "key":
      return {
        kind,
        ...of,
        name,
        secret,
        isDefault,
        ...(namesIt ? { variable } : {}),
      };
  }
}
