import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";
import { between, type Dice, pick, seeded } from "../../packages/testkit/src/seeded.ts";

/** How many turns are written. */
export const turns = 200_000;
const agents = 400;
const atOnce = 5_000;
const vocabulary = 30_000;

const syllables = [
  "ba",
  "con",
  "der",
  "fil",
  "gra",
  "hook",
  "ing",
  "ket",
  "lo",
  "mer",
  "na",
  "pro",
  "sig",
  "ta",
];

/** The word of a rank: the first are in most texts, the last in hardly any. */
export const wordOf = (rank: number): string => {
  let word = "";
  for (let left = rank + 14; left > 0; left = Math.floor(left / 14)) word += syllables[left % 14];
  return word;
};

/** A word as texts have them: the more common, the more often. */
const anyWord = (dice: Dice): string => wordOf(Math.floor(vocabulary ** dice()) - 1);

const aText = (dice: Dice): string =>
  Array.from({ length: between(dice, 8, 120) }, () => anyWord(dice)).join(" ");

const aPath = (dice: Dice): string => `src/${anyWord(dice)}/${anyWord(dice)}-${anyWord(dice)}.ts`;

const host = "01900000-0000-7000-9000-000000000000";
const padded = (number: number): string => String(number).padStart(12, "0");

export const searchedAgent = (number: number): string => `01900000-0000-7000-8000-${padded(number % agents)}`;

/** Writes turns of four hundred agents, in words as languages have them: a third are calls of tools. */
export async function loadTurns(db: OpenDatabase): Promise<void> {
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, 'bench', 'bench', 'linux', now(), now())",
    [host],
  );
  await db.pool.query(
    `insert into agents (id, host_id, backend, session_id, state, state_since, evidence, title, started_at, last_seen_at, tracking)
     select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 'claude', 's' || n, 'idle', now(), '{}',
       'Agent ' || n, now(), now(), '{}' from generate_series(0, ${agents - 1}) n`,
    [host],
  );
  const dice = seeded(11);
  for (let from = 0; from < turns; from += atOnce)
    await db.pool.query(turnsSql, [JSON.stringify(Array.from({ length: atOnce }, () => aRow(dice))), from]);
}

const aRow = (dice: Dice) =>
  dice() < 0.33
    ? { text: `${aPath(dice)} ${anyWord(dice)}`, tool: pick(dice, ["Bash", "Read", "Edit", "Grep"]) }
    : { text: aText(dice), tool: null };

const turnsSql = `
  insert into agents_turns (id, agent_id, actor, intent, rule, text, tool_name, identity, at)
  select ('01900000-0000-7000-a000-' || lpad(($2::int + n)::text, 12, '0'))::uuid,
    ('01900000-0000-7000-8000-' || lpad((($2::int + n) * 7919 % ${agents})::text, 12, '0'))::uuid,
    'agent', 'progress', 'r', x->>'text', x->>'tool', 'i' || $2::int + n,
    now() - (${turns} - $2::int - n) * interval '1 second'
  from jsonb_array_elements($1::jsonb) with ordinality as rows(x, n)`;
