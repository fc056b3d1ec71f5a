import type { Db } from "../../../platform/database/database.ts";
import type { Audit } from "../audit/audit.ts";
import type { NewSignInRow } from "./sign-ins.repository.ts";

/** Who tries to show who they are: a visitor, or somebody who is signed in already. */
export interface Guesser {
  address: string;
  correlationId: string;
  /** Nobody, where it is not told. */
  actor?: string;
}

interface Refused {
  way: NewSignInRow["way"];
  user?: { id: string; login?: string } | undefined;
}

/** Who knocked and was not let in. An unknown name is not kept: people type passwords into the wrong field. */
export const createRefusals = ({ db, audit }: { db: Db; audit: Audit }) => ({
  record: (action: "sign_in.refused" | "sign_in.limited", by: Guesser, { way, user }: Refused) => {
    const { correlationId, address, actor = "nobody" } = by;
    const subject = user === undefined ? { kind: "address", id: address } : { kind: "user", id: user.id };
    const detail = { way, ...(user === undefined ? {} : { login: user.login }) };
    return db.transaction((tx) =>
      audit.record(tx, { actor, action, subject, correlationId, address, detail }),
    );
  },
});
export type Refusals = ReturnType<typeof createRefusals>;
