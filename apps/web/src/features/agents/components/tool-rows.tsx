import type { Turn } from "@signalbox/contract/agents";
import { shortPath, took } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { summarise } from "../conversation.ts";
import { nameCall, resultText, viewTool } from "../tool-call.ts";
import { ToolInput } from "./tool-input.tsx";

/** So many calls in a row are folded into one line. */
const foldFrom = 5;

/** Calls that follow one another: a row each, or one row for all of them. */
export const ToolRows = ({ turns }: { turns: readonly Turn[] }) => {
  if (turns.length < foldFrom) return <Rows turns={turns} />;
  const total = turns.reduce((sum, turn) => sum + (turn.tool?.durationMs ?? 0), 0);
  const failed = turns.filter((turn) => turn.tool?.failed).length;
  return (
    <details className="fold">
      <summary>
        <Icon name="right" small className="fold__turn" />
        <span className="strong">{turns.length} calls</span>
        <span className="cut">{summarise(turns)}</span>
        <span className="push row ink3 num">
          {failed > 0 ? <span className="stop">{failed} failed</span> : null}
          {total > 0 ? took(total) : null}
        </span>
      </summary>
      <div className="fold__inside">
        <Rows turns={turns} />
      </div>
    </details>
  );
};

const Rows = ({ turns }: { turns: readonly Turn[] }) => (
  <div className="fold-list">
    {turns.map((turn) => (turn.tool === null ? null : <ToolRow key={turn.id} tool={turn.tool} />))}
  </div>
);

const ToolRow = ({ tool }: { tool: NonNullable<Turn["tool"]> }) => (
  <details className="fold">
    <summary>
      <Icon name="right" small className="fold__turn" />
      <span className="strong">{tool.name}</span>
      <span className="mono cut">{shortPath(nameCall(tool.input))}</span>
      <span className="push row ink3 num">
        {tool.failed ? <span className="stop">failed</span> : null}
        {tool.durationMs === null ? null : took(tool.durationMs)}
      </span>
    </summary>
    <div className="fold__inside stack">
      <ToolInput tool={tool.name} input={tool.input} />
      <ToolResult tool={tool} />
    </div>
  </details>
);

const ToolResult = ({ tool }: { tool: NonNullable<Turn["tool"]> }) => {
  if (tool.result === null) return <p className="small ink3">No result seen yet</p>;
  // What an edit answers repeats what was given to it.
  if (!tool.failed && ["edit", "file"].includes(viewTool(tool.name, tool.input).kind)) return null;
  const text = resultText(tool.result);
  return text === "" ? <p className="small ink3">No output</p> : <Code>{text}</Code>;
};
