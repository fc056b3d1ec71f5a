import { useEffect, useRef, useState } from "react";
import { useNow } from "../../lib/clock.ts";
import { clockWithSeconds } from "../../lib/format.ts";
import { useConnection, useReconnect } from "../../lib/live-context.ts";
import { Icon } from "../../ui/icon.tsx";

/** While the connection is lost: what is shown is as of then, and goes on where it stopped. */
export const StaleNotice = () => {
  const connection = useConnection();
  const reconnect = useReconnect();
  const back = useJustBack(connection.state === "live");
  if (back) {
    return (
      <p className="notice notice--done stale" role="status">
        <Icon name="live" small />
        Back, and up to date with Signalbox.
      </p>
    );
  }
  if (!("lostAt" in connection)) return null;
  return (
    <p className="notice notice--wait stale">
      <Icon name="offline" small />
      <span role="status" className="stale__words">
        {connection.state === "offline" ? "Signalbox does not answer." : "Connection lost."} You can go on
        reading.
      </span>
      <span className="badge badge--wait num">as of {clockWithSeconds(connection.lostAt)}</span>
      <span className="wide-only num nowrap">
        <NextTry at={connection.retryAt} />
      </span>
      <button type="button" className="btn btn--quiet push" onClick={reconnect}>
        Try now
      </button>
    </p>
  );
};

const NextTry = ({ at }: { at: number | null }) => {
  const now = useNow();
  return at === null ? "Trying…" : `Next try in ${Math.max(0, Math.ceil((at - now) / 1000))} s.`;
};

const shownForMs = 4000;

/** True for a moment after a lost connection came back. */
const useJustBack = (live: boolean): boolean => {
  const wasLive = useRef<boolean | null>(null);
  const [back, setBack] = useState(false);
  useEffect(() => {
    const returned = wasLive.current === false && live;
    if (live || wasLive.current !== null) wasLive.current = live;
    setBack(returned);
    if (!returned) return;
    const timer = setTimeout(() => setBack(false), shownForMs);
    return () => clearTimeout(timer);
  }, [live]);
  return back;
};
