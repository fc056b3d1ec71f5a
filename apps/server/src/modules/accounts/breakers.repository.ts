import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Backend as AnyBackend } from "./accounts.repository.ts";
import { type Breaker, closed } from "./breaker.ts";

type Backend = Exclude<AnyBackend, "program">;

interface Which {
  backend: Backend;
  hostId: string;
}

/** Those of a host that are not as if nothing had happened. */
export async function findBreakers(read: Queryable, hostId: string): Promise<ReadonlyMap<Backend, Breaker>> {
  const rows = await read.selectFrom("accounts_breakers").selectAll().where("host_id", "=", hostId).execute();
  return new Map(
    rows.map(({ backend, faults, next_try_at }) => [backend, { faults, nextTryAt: next_try_at }] as const),
  );
}

export const findBreaker = async (read: Queryable, { backend, hostId }: Which): Promise<Breaker> =>
  (await findBreakers(read, hostId)).get(backend) ?? closed;

export async function storeBreaker(tx: Tx, { backend, hostId }: Which, breaker: Breaker): Promise<void> {
  const values = { faults: breaker.faults, next_try_at: breaker.nextTryAt };
  await tx
    .insertInto("accounts_breakers")
    .values({ backend, host_id: hostId, ...values })
    .onConflict((conflict) => conflict.columns(["backend", "host_id"]).doUpdateSet(values))
    .execute();
}
