import { readSequences } from "./moved-tables.ts";
import type { Source } from "./source.ts";
import type { Target } from "./target.ts";

/** What is numbered goes on where it was. */
export async function moveSequences(source: Source, target: Target): Promise<void> {
  for (const name of await readSequences((text) => source.ask(text))) {
    const [at] = await source.ask<{ last: string; used: boolean }>(
      `select last_value::text as last, is_called as used from ${name}`,
    );
    if (at !== undefined)
      await target.ask("select setval($1::regclass, $2::bigint, $3)", [name, at.last, at.used]);
  }
}
