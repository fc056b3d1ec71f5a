import {
  type Account,
  type AccountKind,
  type createAccount,
  type KeyVariable,
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
  variable: KeyVariable;
  isDefault: boolean;
}

export const nothing: AccountWords = {
  ...{ backend: "claude", kind: "key", name: "", folder: "", secret: "" },
  ...{ variable: "ANTHROPIC_API_KEY", isDefault: false },
};

/** Tokens are of one CLI alone. */
export const kindsOf = (backend: Backend): readonly AccountKind[] =>
  backend === "claude" ? ["key", "token", "folder", "machine"] : ["key", "folder", "machine"];

/** With another CLI, of which there may not be that kind. */
export const withBackend = (words: AccountWords, backend: Backend): AccountWords => ({
  ...words,
  backend,
  kind: kindsOf(backend).includes(words.kind) ? words.kind : "key",
  variable: nothing.variable,
});

/** What is sent; whether it will do, the server says. */
export function bodyOf(words: AccountWords): BodyInputOf<typeof createAccount> {
  const { backend, kind, name, folder, secret, variable, isDefault } = words;
  switch (kind) {
    case "machine":
      return { kind, backend, name, isDefault };
    case "folder":
      return { kind, backend, name, folder, isDefault };
    case "token":
      return { kind, backend: "claude", name, secret, isDefault };
    case "key":
      return {
        kind,
        backend,
        name,
        secret,
        isDefault,
        ...(keyVariablesOf(backend) === null ? {} : { variable }),
      };
  }
}
