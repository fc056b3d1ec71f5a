import type { ToolCall } from "./plan.ts";

type Translation = (input: Record<string, unknown>) => Record<string, unknown>;
const same: Translation = (input) => input;
const filePath: Translation = ({ file_path, ...rest }) => ({ filePath: file_path, ...rest });
const command: Translation = (input) => ({ cmd: input.command });

/** What Claude Code's common tools are called by other CLIs, and how those take their input. */
const namesOf: Readonly<Record<string, Readonly<Record<string, Translation>>>> = {
  Bash: { bash: same, run_shell_command: same, exec_command: command, shell_command: same, shell: same },
  Write: { write: filePath, write_file: same },
  Read: { read: filePath, read_file: same },
  AskUserQuestion: { question: same },
};

/** The call as a CLI that offers these tools takes it; a call of a tool that nobody knows stays as it is. */
export function callFor(tools: readonly string[], call: ToolCall): ToolCall {
  const translations = namesOf[call.name];
  if (translations === undefined || tools.includes(call.name)) return call;
  const name = Object.keys(translations).find((known) => tools.includes(known));
  const translate = name === undefined ? undefined : translations[name];
  return name === undefined || translate === undefined ? call : { name, input: translate(call.input) };
}
