import type { Launch } from "@signalbox/contract/launches";
import type { LaunchRow } from "./launches.repository.ts";

/** zsh takes a word that begins with `=` for a program. */
const plain = /^[\w./@%:+-][\w./=@%:+-]*$/;
const quoted = (word: string): string => (plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** What a person types to get into a session of tmux. */
export const attachCommand = (socket: string, session: string, usualSocket: string): string =>
  [
    "tmux",
    ...(socket === usualSocket ? [] : ["-S", quoted(socket)]),
    "attach",
    "-t",
    quoted(`=${session}`),
  ].join(" ");

/** What the API shows of a stored launch. */
export const presentLaunch =
  (usualSocket: string) =>
  (row: LaunchRow): Launch => ({
    id: row.id,
    hostId: row.host_id,
    projectId: row.project_id,
    backend: row.backend,
    mode: row.mode,
    name: row.name,
    personaId: row.persona_id,
    state: row.state,
    step: row.step,
    agentId: row.agent_id,
    resumes: row.resumes_agent_id,
    cwd: row.cwd,
    worktree: worktreeOf(row),
    attach:
      row.mode === "terminal" && row.step === "opened" && row.ended_at === null
        ? {
            socket: row.socket,
            session: row.session,
            command: attachCommand(row.socket, row.session, usualSocket),
          }
        : null,
    reason: row.reason,
    lastLines: row.last_lines,
    by: row.actor_name,
    at: row.at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  });

function worktreeOf(row: LaunchRow): Launch["worktree"] {
  const { worktree_branch: branch, worktree_path: path, worktree_state: state } = row;
  if (branch === null || path === null || state === null) return null;
  return { branch, path, state, note: row.worktree_note, setup: row.setup_output };
}
