import type { Source } from "@signalbox/contract/deliveries";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Code } from "../../../ui/scroller.tsx";
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
    {secret === undefined ? null : (
      <>
        <Copied label="Secret" text={secret} />
        <p className="notice notice--wait">The secret is shown only now: copy it to where it is used.</p>
      </>
    )}
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

const Copied = ({ label, text }: { label: string; text: string }) => (
  <div>
    <p className="label">{label}</p>
    <div className="set-up__copied">
      <code className="break">{text}</code>
      <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
    </div>
  </div>
);
