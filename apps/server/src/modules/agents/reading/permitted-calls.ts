import { type RawBuilder, sql } from "kysely";

/** What a call is about, whichever words its CLI has for it; a request tells more or less than the call does. */
const subjectOf = (input: RawBuilder<unknown>) => sql`coalesce(
  ${input}->>'command', ${input}->>'file_path', ${input}->>'filePath', ${input}->>'filepath', ${input}->>'notebook_path',
  ${input}->>'path', ${input}::text
)`;

/** CLIs that tell of the answer itself; of the others it is known by the end of the call. */
const tellAnswers = sql`array['opencode']`;

interface Asked {
  /** Whose calls: a list of ids, or a query for them. */
  agentIds: RawBuilder<unknown>;
  /** Only what was answered between; `open` is what still waits for an answer. */
  window?: { from: Date; to: Date } | "open";
  /** Without shell commands, which are most of what is asked. */
  noCommands?: true;
}

const isWithin = (window: Asked["window"]) => {
  if (window === undefined) return sql`question.closed_at is not null`;
  if (window === "open") return sql`question.closed_at is null`;
  return sql`question.closed_at >= ${window.from} and question.at <= ${window.to}`;
};

/**
 * Calls that a person was asked about, as `turn_id` and `ran_at`: when it ran, which may be long after it was asked
 * for. A request is told right behind its call, so that it is looked for no further back.
 */
export const permittedCalls = ({ agentIds, window, noCommands }: Asked) => sql<{
  turn_id: string;
  ran_at: Date;
}>`
  select call.id as turn_id, max(greatest(call.at, question.closed_at - case
    when agents.backend = any(${tellAnswers}) then interval '0'
    else coalesce(call.tool_duration_ms, 0) * interval '1 millisecond'
  end)) as ran_at
  from agents_questions question join agents on agents.id = question.agent_id cross join lateral (
    select turn.id, turn.at, turn.tool_duration_ms
    from agents_turns turn
    where turn.agent_id = question.agent_id
      and turn.at > question.at - interval '1 minute' and turn.at <= question.at + interval '1 second'
      and turn.tool_name is not null
      and ${subjectOf(sql`turn.tool_input`)} = ${subjectOf(sql`question.input`)}
    order by turn.at desc, turn.id desc limit 1
  ) call
  where question.agent_id in (${agentIds}) and question.kind <> 'text' and question.input is not null
    and ${isWithin(window)}
    ${noCommands ? sql`and question.tool is distinct from 'Bash'` : sql``}
  group by call.id`;
