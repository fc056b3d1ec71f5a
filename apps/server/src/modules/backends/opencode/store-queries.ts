import type { StoreQueries } from "../transcript.ts";

/** What is longer leaves the database cut, and what is far longer not at all. */
const long = 256 * 1024;
const longest = 32 * 1024 * 1024;
const kept = 64 * 1024;
/** Children start children; a store whose sessions began each other has no end. */
const deepest = 8;

const cut = (path: string): string => `'${path}', substr(data ->> '${path}', 1, ${kept})`;

/** A change without what makes it long: what was attached, repeated or put out. Pictures are taken out where it is read. */
const shortened = `json_replace(
  json_remove(data, iif(data ->> '$.part.mime' like 'image/%', '$.none', '$.part.url'), '$.part.state.attachments', '$.part.state.raw', '$.info.summary'),
  ${cut("$.part.text")}, ${cut("$.part.state.output")}, ${cut("$.part.state.error")},
  '$.part.state.input', iif(
    length(data -> '$.part.state.input') > ${2 * kept},
    substr(data -> '$.part.state.input', 1, ${kept}),
    json(ifnull(data -> '$.part.state.input', 'null'))
  ),
  '$.part.state.metadata', json_object('exit', data ->> '$.part.state.metadata.exit')
)`;

/**
 * OpenCode numbers all changes of a session in the transaction that makes them, so that what comes behind a number is
 * all that is new: its tables of messages and parts are patched in place, and can't tell.
 */
export const opencodeQueries: StoreQueries = {
  newest: "select seq + 1 as newest from event_sequence where aggregate_id = ?",
  mark: "select id from event where aggregate_id = ? and seq = ?",
  changes: `
    select seq as number, id, case when octet_length(data) <= ${longest} then
      '{"type":' || json_quote(type) || ',"data":' || iif(octet_length(data) <= ${long}, data, ${shortened}) || '}'
    end as line
    from event where aggregate_id = ? and seq >= ? order by seq limit ?`,
  children: `
    with recursive started (id, type, depth) as (
      select id, agent, 1 from session where parent_id = ?1
      union all
      select session.id, session.agent, depth + 1
      from started join session on parent_id = started.id where depth < ${deepest}
    )
    select distinct id, type from started where id <> ?1 order by id`,
  sessions: `
    select session.id, seq + 1 as changes, time_created as began, time_updated as at,
      directory as cwd
    from session join event_sequence on aggregate_id = session.id
    where parent_id is null and time_updated between ? and ? order by time_updated desc limit ?`,
};
