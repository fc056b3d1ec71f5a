import type { LogLine } from "@signalbox/contract/executions";
import type { ReactNode } from "react";
import { clockWithSeconds, count, shortPath, took } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { Icon } from "../../../ui/icon.tsx";
import { LongCode } from "../../../ui/long-code.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { nameCall, resultText, ToolInput } from "../../agents/index.ts";
import type { LogRow, RunSummary } from "../log-steps/step.ts";

interface LogRowProps {
  row: LogRow;
  /** What is folded stays open while its row is not drawn. */
  isOpen: boolean;
  onTurn: (isOpen: boolean) => void;
}

/** A row of a log: when, and what. */
export const LogRowView = ({ row, ...fold }: LogRowProps) => (
  <div className={`log__row ${row.within ? "log__row--within" : ""}`}>
    <time className="log__time num" dateTime={row.at}>
      {clockWithSeconds(row.at)}
    </time>
    <div className="log__body">
      <Body row={row} {...fold} />
    </div>
  </div>
);

const Body = ({ row, ...fold }: LogRowProps) => {
  switch (row.kind) {
    case "began":
      return <p className="small ink3">Session begins{row.model === null ? "" : `, ${row.model}`}</p>;
    case "said":
      return <Markdown text={row.text} />;
    case "thought":
      return (
        <Fold {...fold} head={<span className="ink3">Thought</span>}>
          <div className="prose prose--plain ink2">{row.text}</div>
        </Fold>
      );
    case "call":
      return <Call row={row} {...fold} />;
    case "over":
      return <Over row={row} />;
    case "line":
      return <Line line={row.line} />;
  }
};

const Fold = ({
  isOpen,
  onTurn,
  head,
  children,
}: Omit<LogRowProps, "row"> & { head: ReactNode; children: ReactNode }) => (
  <details className="fold log__fold" open={isOpen} onToggle={(event) => onTurn(event.currentTarget.open)}>
    <summary>
      <Icon name="right" small className="fold__turn" />
      {head}
    </summary>
    {isOpen ? <div className="fold__inside stack">{children}</div> : null}
  </details>
);

type Kind<K extends LogRow["kind"]> = Extract<LogRow, { kind: K }>;

const Call = ({ row, ...fold }: Omit<LogRowProps, "row"> & { row: Kind<"call"> }) => {
  const { name, input, result } = row;
  const head = (
    <>
      <span className="strong">{name}</span>
      <span className="mono cut">{shortPath(nameCall(input))}</span>
      {result?.failed ? <span className="push stop">failed</span> : null}
    </>
  );
  return (
    <Fold {...fold} head={head}>
      <ToolInput tool={name} input={input} />
      <Result result={result} />
    </Fold>
  );
};

const Result = ({ result }: Pick<Kind<"call">, "result">) => {
  if (result === null) return <p className="small ink3">No result seen yet</p>;
  const text = resultText(result.content);
  return text === "" ? <p className="small ink3">No output</p> : <LongCode text={text} />;
};

const Over = ({ row: { failed, text, summary } }: { row: Kind<"over"> }) => (
  <div className="stack">
    <p className={`small strong ${failed ? "stop" : "done"}`}>
      {failed ? "Ended with a fault" : "Ended well"}
      <span className="ink3 num">{summaryWords(summary)}</span>
    </p>
    {failed && text !== null ? <p className="break">{text}</p> : null}
  </div>
);

const summaryWords = ({ durationMs, turns, costMicros }: RunSummary): string =>
  [
    durationMs === null ? "" : took(durationMs),
    turns === null ? "" : count(turns, "turn"),
    costMicros === null ? "" : dollars(costMicros),
  ]
    .filter((words) => words !== "")
    .map((words) => ` · ${words}`)
    .join("");

const streamWords: Readonly<Record<LogLine["stream"], string | null>> = {
  out: null,
  err: "stderr",
  note: "signalbox",
};
const tones: Readonly<Record<LogLine["stream"], string>> = { out: "", err: "stop", note: "wait" };

/** So many letters are drawn at once; more where they are asked for. */
const longLine = 600;

const Line = ({ line: { stream, text } }: { line: LogLine }) => {
  const word = streamWords[stream];
  return (
    <div className="log__line">
      {word === null ? null : <span className="badge badge--flat">{word}</span>}
      {text.length > longLine ? (
        <LongLine text={text} />
      ) : (
        <p className={`mono break log__text ${tones[stream]}`}>{text}</p>
      )}
    </div>
  );
};

const LongLine = ({ text }: { text: string }) => (
  <details className="log__long">
    <summary className="mono break">
      {text.slice(0, longLine)} <span className="link">… all of it</span>
    </summary>
    <p className="mono break log__text">{text.slice(longLine)}</p>
  </details>
);
