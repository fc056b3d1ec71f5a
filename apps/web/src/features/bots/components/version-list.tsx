import type { BotVersion } from "@signalbox/contract/bot-versions";
import type { Bot } from "@signalbox/contract/bots";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { versionsQuery } from "../versions-queries.ts";

interface Compared {
  from: number;
  to: number;
}

interface VersionListProps extends Compared {
  bot: Bot;
  onCompare: (compared: Compared) => void;
}

/** Every version, with two of them chosen for being compared. */
export const VersionList = ({ bot, from, to, onCompare }: VersionListProps) => {
  const query = useInfiniteQuery(versionsQuery(bot.id));
  const shown = useRef<HTMLTableSectionElement>(null);
  return (
    <section className="panel" aria-labelledby="bot-versions">
      <div className="panel__head">
        <h2 id="bot-versions">Versions</h2>
        <span className="push small ink3">from one, to another</span>
      </div>
      {query.data === undefined ? (
        <Unread query={query} lines={6} loading="Loading versions" failed="Versions could not be read" />
      ) : (
        <>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">To</th>
                <th scope="col">Version</th>
              </tr>
            </thead>
            <tbody ref={shown}>
              {query.data.map((version) => (
                <Row key={version.version} {...{ version, from, to, onCompare }} />
              ))}
            </tbody>
          </table>
          <More query={query} rows={shown} />
        </>
      )}
    </section>
  );
};

const Row = ({ version, from, to, onCompare }: Omit<VersionListProps, "bot"> & { version: BotVersion }) => {
  const now = useNow();
  const { version: number, by, at, enabled } = version;
  return (
    <tr>
      <td>
        <Pick end="from" number={number} picked={from} onPick={() => onCompare({ from: number, to })} />
      </td>
      <td>
        <Pick end="to" number={number} picked={to} onPick={() => onCompare({ from, to: number })} />
      </td>
      <td className="is-fill">
        <span className="strong num">{number}</span>
        <span className="ink2"> {by ?? "somebody"}</span>
        <span className="ink3 num">, {moment(at, now)}</span>
        {enabled ? null : <span className="ink3">, switched off</span>}
      </td>
    </tr>
  );
};

interface PickProps {
  end: "from" | "to";
  number: number;
  picked: number;
  onPick: () => void;
}

const Pick = ({ end, number, picked, onPick }: PickProps) => (
  <label className="version-pick">
    <input type="radio" name={`version-${end}`} checked={number === picked} onChange={onPick} />
    <span className="hidden-visually">{`${end === "from" ? "From" : "To"} version ${number}`}</span>
  </label>
);
