import { shortPath } from "../../../lib/format.ts";
import { Diff } from "../../../ui/diff.tsx";
import { foldUnchanged } from "../../../ui/diff-lines.ts";
import { LongCode } from "../../../ui/long-code.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { viewTool } from "../tool-call.ts";
import { Todos } from "./todos.tsx";

/** What a tool is given: the command, the edit, the file, or its fields. */
export const ToolInput = ({ tool, input }: { tool: string; input: unknown }) => {
  const view = viewTool(tool, input);
  if (view.kind === "command") {
    return (
      <div className="stack">
        <Code>
          <span className="code__prompt">$ </span>
          {view.command}
        </Code>
        {view.note === null ? null : <p className="small ink3">{view.note}</p>}
      </div>
    );
  }
  if (view.kind === "edit") {
    return (
      <div className="tool-file">
        <p className="mono break">{shortPath(view.path)}</p>
        <Diff lines={foldUnchanged(view.lines)} label={`Change to ${view.path}`} />
      </div>
    );
  }
  if (view.kind === "file") {
    return (
      <div className="stack">
        <p className="mono break">{shortPath(view.path)}</p>
        <LongCode text={view.content} />
      </div>
    );
  }
  if (view.kind === "todos") return <Todos items={view.items} />;
  if (view.kind === "plan") return <Markdown text={view.text} />;
  return <Fields fields={view.fields} />;
};

const Fields = ({ fields }: { fields: readonly [string, string][] }) => {
  if (fields.length === 0) return null;
  return (
    <dl className="kv">
      {fields.map(([name, value]) => (
        <div key={name} className="kv__row">
          <dt className="mono">{name}</dt>
          <dd className="mono tool-value">{value}</dd>
        </div>
      ))}
    </dl>
  );
};
