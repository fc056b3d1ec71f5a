import type { Turn } from "@signalbox/contract/agents";
import { type ReactNode, useEffect, useState } from "react";
import { shortPath, took } from "../../../lib/format.ts";
import { DiffSize } from "../../../ui/diff.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { LongCode } from "../../../ui/long-code.tsx";
import { summarise } from "../conversation.ts";
import { imagesIn } from "../image-marks.ts";
import { nameCall, resultText, viewTool } from "../tool-call.ts";
import { Images } from "./images.tsx";
import { ToolInput } from "./tool-input.tsx";

/** So many calls in a row are folded into one line. */
const foldFrom = 5;

/** Calls that follow one another: a row each, or one row for all of them. */
export const ToolRows = ({ turns, sought }: { turns: readonly Turn[]; sought: string | null }) => {
  if (turns.length < foldFrom) return <Rows turns={turns} sought={sought} />;
  const total = turns.reduce((sum, turn) => sum + (turn.tool?.durationMs ?? 0), 0);
  const failed = turns.filter((turn) => turn.tool?.failed).length;
  return (
    <Fold isSought={turns.some(({ id }) => id === sought)}>
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
        <Rows turns={turns} sought={sought} />
      </div>
    </Fold>
  );
};

/** Folded until it is asked for, or holds what was looked for. */
const Fold = ({ isSought, children }: { isSought: boolean; children: ReactNode }) => {
  const [open, setOpen] = useState(isSought);
  useEffect(() => {
    if (isSought) setOpen(true);
  }, [isSought]);
  return (
    <details className="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      {children}
    </details>
  );
};

const Rows = ({ turns, sought }: { turns: readonly Turn[]; sought: string | null }) => (
  <div className="fold-list">
    {turns.map((turn) =>
      turn.tool === null ? null : (
        <ToolRow key={turn.id} agentId={turn.agentId} tool={turn.tool} isSought={turn.id === sought} />
      ),
    )}
  </div>
);

interface ToolRowProps {
  agentId: string;
  tool: NonNullable<Turn["tool"]>;
  isSought: boolean;
}

const ToolRow = ({ agentId, tool, isSought }: ToolRowProps) => (
  <Fold isSought={isSought}>
    <summary>
      <Icon name="right" small className="fold__turn" />
      <span className="strong">{tool.name}</span>
      <span className="mono cut">{shortPath(nameCall(tool.input))}</span>
      <span className="push row ink3 num">
        <SizeOfEdit tool={tool} />
        {tool.failed ? <span className="stop">failed</span> : null}
        {tool.durationMs === null ? null : took(tool.durationMs)}
      </span>
    </summary>
    <div className="fold__inside stack">
      <ToolInput tool={tool.name} input={tool.input} />
      <ToolResult agentId={agentId} tool={tool} />
    </div>
  </Fold>
);

const ToolResult = ({ agentId, tool }: Omit<ToolRowProps, "isSought">) => {
  if (tool.result === null) return <p className="small ink3">No result seen yet</p>;
  // What an edit answers repeats what was given to it.
  if (!tool.failed && repeating.has(viewTool(tool.name, tool.input).kind)) return null;
  const text = resultText(tool.result);
  const images = imagesIn(tool.result);
  if (images.length > 0) {
    return (
      <>
        {text === "" ? null : <LongCode text={text} />}
        <Images agentId={agentId} images={images} />
      </>
    );
  }
  return text === "" ? <p className="small ink3">No output</p> : <LongCode text={text} />;
};
const repeating = new Set(["edit", "file", "todos"]);

const SizeOfEdit = ({ tool: { name, input } }: { tool: NonNullable<Turn["tool"]> }) => {
  const view = viewTool(name, input);
  return view.kind === "edit" ? <DiffSize lines={view.lines} /> : null;
};
