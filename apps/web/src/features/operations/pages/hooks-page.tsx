import type { HookHealth, RefusedHook } from "@signalbox/contract/signals";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clock, count, moment, roughly, shortPath } from "../../../lib/format.ts";
import { Count } from "../../../ui/count.tsx";
import { StateWord } from "../../../ui/lamp.tsx";
import { More } from "../../../ui/more.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { toSetup } from "../../settings/index.ts";
import { ParkedRow } from "../components/parked-row.tsx";
import { programHint, programWord } from "../hooks/program-words.ts";
import { hookHealthQuery, parkedQuery } from "../hooks/queries.ts";
import "./hooks.css";

/** `/operations/hooks`: how well each CLI is heard, and what of it could not be used. */
export const HooksPage = () => {
  usePageTitle("Hooks");
  const query = useQuery(hookHealthQuery);
  if (query.data === undefined) {
    return (
      <section className="panel" aria-label="Hooks">
        <Unread query={query} lines={6} loading="Loading hooks" failed="Hooks could not be looked at" />
      </section>
    );
  }
  return (
    <div className="stack hookpage">
      {query.data.items.map((health) => (
        <Cli key={health.backend} health={health} />
      ))}
      {query.data.items.length === 0 ? (
        <section className="panel">
          <Empty title="No CLI is watched yet" lead={toSetup} />
        </section>
      ) : null}
      <Parked />
      <Refused refused={query.data.refused} />
    </div>
  );
};

const Cli = ({ health: { status, checked, hours, parked } }: { health: HookHealth }) => {
  const now = useNow();
  const day = hours.reduce((sum, { signals }) => sum + signals, 0);
  const latest = hours.at(-1)?.signals ?? 0;
  return (
    <section className="panel" aria-labelledby={`cli-${status.backend}`}>
      <div className="panel__head">
        <h2 id={`cli-${status.backend}`}>{status.name}</h2>
        <span className="small ink3 num" title={programHint(status)}>
          {programWord(status)}
        </span>
        <span className="push">
          <Verdict status={status} checked={checked} />
        </span>
      </div>
      <div className="panel__body hooks-of-cli">
        <dl className="kv num">
          <dt>Last heard</dt>
          <dd>
            {status.lastHeardAt === null ? "never" : `${roughly(now - Date.parse(status.lastHeardAt))} ago`}
          </dd>
          <dt>This hour</dt>
          <dd>{count(latest, "signal")}</dd>
          <dt>Last 24 h</dt>
          <dd>{count(day, "signal")}</dd>
          <dt>Not applied</dt>
          <dd className={parked > 0 ? "wait" : ""}>{parked}</dd>
          <dt>Settings</dt>
          <dd className="mono break">{shortPath(status.settingsPath)}</dd>
          <dt>Entries</dt>
          <dd>
            {status.entries.length} of {status.wanted.length} of ours
            {status.foreignEntries === 0 ? "" : `, ${status.foreignEntries} of other tools`}
          </dd>
          {checked === null ? null : (
            <>
              <dt>Checked</dt>
              <dd>{moment(checked.at, now)}</dd>
            </>
          )}
        </dl>
        <Hours hours={hours} />
      </div>
    </section>
  );
};

const Verdict = ({ status, checked }: Pick<HookHealth, "status" | "checked">) => {
  const trouble = status.problem ?? (checked?.verdict === "attention" ? checked.reason : null);
  if (status.state === "installed" && trouble === null) {
    return <StateWord aspect="processing" word={status.lastHeardAt === null ? "Installed" : "Heard"} />;
  }
  if (status.cli === null && status.state === "not_installed")
    return <StateWord aspect="idle" word="Not here" />;
  return (
    <span className="row row--wrap">
      <StateWord aspect="elsewhere" word={trouble ?? status.state.replaceAll("_", " ")} />
      <Link to="/settings" className="btn" data-stop>
        Settings
      </Link>
    </span>
  );
};

/** A bar for each hour of the last day. */
const Hours = ({ hours }: { hours: HookHealth["hours"] }) => {
  const most = Math.max(1, ...hours.map(({ signals }) => signals));
  const begin = hours[0]?.hour;
  const spoken = hours
    .filter(({ signals }) => signals > 0)
    .map(({ hour, signals }) => `${clock(hour)}: ${signals}`);
  return (
    <figure className="hours">
      <svg
        viewBox="0 0 240 56"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Signals by hour. ${spoken.join(", ") || "None"}`}
      >
        {hours.map(({ hour, signals }, index) => {
          const height = signals === 0 ? 1 : 3 + (signals / most) * 53;
          return (
            <rect
              key={hour}
              className={signals === 0 ? "is-quiet" : ""}
              x={index * 10 + 1}
              width={8}
              y={56 - height}
              height={height}
            />
          );
        })}
      </svg>
      <figcaption className="small ink3 num">
        <span>{begin === undefined ? "" : clock(begin)}</span>
        <span>signals by hour</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
};

const Parked = () => {
  const query = useInfiniteQuery(parkedQuery);
  const rows = useRef<HTMLUListElement>(null);
  const signals = query.data?.pages.flatMap(({ items }) => items);
  return (
    <section className="panel" aria-labelledby="parked">
      <div className="panel__head">
        <h2 id="parked">Signals that could not be applied</h2>
        {signals?.length ? <Count>{signals.length}</Count> : null}
        <span className="push small ink3 wide-only">their sessions went on</span>
      </div>
      {signals === undefined ? (
        <Unread query={query} lines={2} loading="Loading signals" failed="Signals could not be read" />
      ) : signals.length === 0 ? (
        <Empty title="None">
          <p>What a CLI tells and Signalbox can’t make sense of waits here, with the reason.</p>
        </Empty>
      ) : (
        <ul className="list" ref={rows}>
          {signals.map((signal) => (
            <ParkedRow key={signal.id} signal={signal} />
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};

const Refused = ({ refused }: { refused: readonly RefusedHook[] }) => {
  const now = useNow();
  return (
    <section className="panel" aria-labelledby="refused">
      <div className="panel__head">
        <h2 id="refused">Hooks turned away</h2>
        {refused.length === 0 ? null : <Count>{refused.length}</Count>}
        <span className="push small ink3 wide-only">by the node that answers, since it began</span>
      </div>
      {refused.length === 0 ? (
        <Empty title="None" />
      ) : (
        <ul className="list">
          {refused.map(({ at, backend, code, reason, correlationId }) => (
            <li key={`${at} ${correlationId}`} className="parked">
              <p className="row row--wrap">
                <span className="strong">{backend}</span>
                <span className="mono small">{code}</span>
                <span className="push small ink3 num">{moment(at, now)}</span>
              </p>
              <p className="small ink2 break">{reason}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
