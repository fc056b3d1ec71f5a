import type { Source } from "@signalbox/contract/deliveries";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { Copied, ShownOnce } from "../../../ui/shown-once.tsx";
import { deliverByCurl, steps } from "../set-up.ts";

interface SetUpProps {
  source: Source;
  /** Known as it is made, and never again. */
  secret?: string;
}

/** What is to be done at the other end. */
export const SetUp = ({ source, secret }: SetUpProps) => (
  <>
    <Copied label="Address" text={source.url} />
    {secret === undefined ? null : <ShownOnce secret={secret} />}
    <ol className="set-up__steps">
      {steps(source).map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
    <details>
      <summary className="small">Deliver something with curl</summary>
      <div className="stack">
        <Code>{deliverByCurl(source, secret)}</Code>
        <p>
          <CopyButton text={deliverByCurl(source, secret)} label="Copy the commands" />
        </p>
      </div>
    </details>
  </>
);
