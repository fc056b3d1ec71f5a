import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";
import { between, type Dice, pick, seeded } from "../../packages/testkit/src/seeded.ts";
import { wordOf } from "./many-turns.ts";

/** How many turns the agent has. */
export const turns = 10_000;
const turnsOfCommand = 50;
const atOnce = 2_000;

const host = "01900000-0000-7000-9000-000000000000";
export const longAgent = "01900000-0000-7000-8000-000000000001";
/** Stands in the first turn alone. */
export const firstWord = "beginningword";
/** Stands in the last turn alone. */
export const lastWord = "endingword";

const aText = (dice: Dice, words: number): string =>
  Array.from({ length: words }, () => wordOf(Math.floor(3_000 ** dice()) - 1)).join(" ");

const aCall = (dice: Dice) => {
  const tool = pick(dice, ["Bash", "Read", "Edit", "Grep"]);
  const input =
    tool === "Bash"
      ? { command: `npm test -- ${aText(dice, 3)}` }
      : {
          file_path: `/workspace/src/${aText(dice, 1)}.ts`,
          old_string: aText(dice, 20),
          new_string: aText(dice, 20),
        };
  return {
    actor: "agent",
    text: tool,
    tool,
    input,
    result: { stdout: `${aText(dice, 12)}\n`.repeat(between(dice, 2, 60)) },
  };
};

const aTurn = (dice: Dice, place: number) => {
  const word = place === 0 ? firstWord : place === turns - 1 ? lastWord : "";
  if (place % turnsOfCommand === 0)
    return { actor: "user", text: `${word} ${aText(dice, between(dice, 8, 40))}` };
  if (place % turnsOfCommand === turnsOfCommand - 1 || dice() < 0.3)
    return { actor: "agent", text: `${word} ${aText(dice, between(dice, 8, 120))}` };
  return aCall(dice);
};

/** Writes one agent with ten thousand turns, in commands of fifty: two thirds are calls of tools. */
export async function loadLongAgent(db: OpenDatabase): Promise<void> {
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, 'bench', 'bench', 'linux', now(), now())",
    [host],
  );
  await db.pool.query(
    `insert into agents (id, host_id, backend, session_id, state, state_since, evidence, title, started_at, last_seen_at, tracking)
     values ($1, $2, 'claude', 'long', 'complete', now(), $3, 'A long agent', now() - interval '1 day', now(), '{}')`,
    [longAgent, host, { rule: "bench", signal: "Stop", at: new Date().toISOString() }],
  );
  await db.pool.query(commandsSql, [longAgent, turns / turnsOfCommand]);
  const dice = seeded(11);
  for (let from = 0; from < turns; from += atOnce) {
    const rows = Array.from({ length: atOnce }, (_, place) => aTurn(dice, from + place));
    await db.pool.query(turnsSql, [JSON.stringify(rows), from, longAgent]);
  }
}

const timeOf = (place: string) => `now() - (${turns} - ${place}) * interval '5 seconds'`;
const commandOf = (number: string) =>
  `('01900000-0000-7000-b000-' || lpad((${number})::text, 12, '0'))::uuid`;

const commandsSql = `
  insert into agents_commands (id, agent_id, state, outcome, instruction, full_text, started_at, completed_at)
  select ${commandOf("n")}, $1, 'complete', 'done', 'Command ' || n, 'Command ' || n,
    ${timeOf(`n * ${turnsOfCommand}`)}, ${timeOf(`(n * ${turnsOfCommand} + ${turnsOfCommand - 1})`)}
  from generate_series(0, $2::int - 1) n`;

const turnsSql = `
  insert into agents_turns
    (id, agent_id, command_id, actor, intent, rule, text, tool_name, tool_use_id, tool_input, tool_result, identity, at)
  select ('01900000-0000-7000-a000-' || lpad(($2::int + n - 1)::text, 12, '0'))::uuid, $3,
    ${commandOf(`($2::int + n - 1) / ${turnsOfCommand}`)}, x->>'actor',
    case x->>'actor' when 'user' then 'command' else 'progress' end, 'bench', x->>'text', x->>'tool',
    case when x->>'tool' is null then null else 'toolu_' || ($2::int + n) end, x->'input', x->'result',
    'i' || ($2::int + n), ${timeOf("($2::int + n - 1)")}
  from jsonb_array_elements($1::jsonb) with ordinality as rows(x, n)`;
