import { BotVariable } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import { useSettled } from "../../../lib/use-settled.ts";
import { Code } from "../../../ui/scroller.tsx";
import { previewQuery } from "../queries.ts";

interface PromptPreviewProps {
  prompt: string;
  variables: readonly Pick<BotVariable, "name">[];
  values: Readonly<Record<string, string>>;
}

/** Typing rests so long before it is asked. */
const restMs = 300;

/** What a template becomes; where a value is missing, the name of its variable stands for it. */
export const PromptPreview = ({ prompt, variables, values }: PromptPreviewProps) => {
  const known = variables.flatMap(({ name }) => BotVariable.safeParse({ name }).data ?? []);
  const given = Object.fromEntries(known.map(({ name }) => [name, values[name] || `‹${name}›`]));
  const settled = useSettled(JSON.stringify({ prompt, variables: known, values: given }), restMs);
  const { data, error } = useQuery({
    ...previewQuery(JSON.parse(settled)),
    enabled: prompt.trim() !== "",
  });
  if (prompt.trim() === "") return <p className="small ink3">Nothing to ask yet</p>;
  return (
    <div aria-live="polite" className="stack">
      {error === null ? null : <p className="small stop break">{error.message}</p>}
      {data === undefined || error !== null ? null : <Code>{data}</Code>}
    </div>
  );
};
