import type { LaunchableCli } from "@signalbox/contract/launches";
import { useId } from "react";

interface ChoiceProps {
  cli: LaunchableCli | undefined;
  value: boolean;
  onChange: (headless: boolean) => void;
}

/** It can be started, though not in a terminal. */
export const mustBeHeadless = (cli: LaunchableCli | undefined): boolean =>
  cli !== undefined && cli.problem !== null && cli.headlessProblem === null;

/** Whether an agent gets a terminal, or is run by the server itself; and why it can't be, where it can't. */
export const HeadlessChoice = ({ cli, value, onChange }: ChoiceProps) => {
  const id = useId();
  const problem = cli?.headlessProblem ?? null;
  const isAlways = mustBeHeadless(cli);
  return (
    <div>
      <label className="row row--tight">
        <input
          type="checkbox"
          checked={(value || isAlways) && problem === null}
          disabled={problem !== null || isAlways}
          aria-describedby={id}
          onChange={({ target }) => onChange(target.checked)}
        />
        Without a terminal
      </label>
      <p className="hint" id={id}>
        {isAlways ? `${cli?.problem ?? ""}. ` : ""}
        {problem ?? "The server runs it itself, and it ends with the server; what it asks is answered here"}
      </p>
    </div>
  );
};
