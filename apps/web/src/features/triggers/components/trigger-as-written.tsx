import type { TriggerContent } from "@signalbox/contract/triggers";
import { Code } from "../../../ui/scroller.tsx";

/** What its sentence leaves out, for those who may not change it. */
export const TriggerAsWritten = ({ content }: { content: TriggerContent }) => {
  const values = Object.entries(content.values);
  const filter = "filter" in content ? content.filter : null;
  return (
    <section className="panel" aria-labelledby="as-written">
      <div className="panel__head">
        <h2 id="as-written">As it is written</h2>
      </div>
      <div className="panel__body stack">
        {filter === null ? null : (
          <>
            <h3>Filter</h3>
            <Code>{filter}</Code>
          </>
        )}
        <h3>Values</h3>
        {values.length === 0 ? <p className="small ink3">none</p> : null}
        <dl className="kv">
          {values.map(([name, value]) => (
            <div key={name} className="as-written__value">
              <dt className="mono">{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
};
