import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { statusQuery } from "../../features/agents/index.ts";
import { useNow } from "../../lib/clock.ts";
import { clockWithSeconds, roughly } from "../../lib/format.ts";
import { onApple } from "../../lib/keys.ts";
import type { Connection } from "../../lib/live.ts";
import { useConnection } from "../../lib/live-context.ts";
import { Icon, Mark } from "../../ui/icon.tsx";

export const TopBar = ({ onSearch }: { onSearch: () => void }) => (
  <header className="bar">
    <Link to="/" className="bar__brand" aria-label="Signalbox, to Now">
      <Mark />
    </Link>
    <DemoMark />
    <span className="push" />
    <ConnectionState />
    <button type="button" className="bar__search" onClick={onSearch}>
      <Icon name="search" small />
      <span className="bar__search-word">Search</span>
      <span className="push row row--tight pointer-only wide-only">
        <kbd>{onApple() ? "⌘" : "Ctrl"}</kbd>
        <kbd>K</kbd>
      </span>
    </button>
  </header>
);

/** Says that nothing here is real. */
const DemoMark = () =>
  useQuery(statusQuery).data?.demo ? (
    <span className="badge badge--flat">
      Demo <span className="wide-only ink3">played from recordings</span>
    </span>
  ) : null;

const words: Record<Connection["state"], string> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  offline: "Offline",
};

const hints: Record<Connection["state"], string> = {
  connecting: "The time now",
  live: "The time now: what happens shows as it happens",
  reconnecting: "How long nothing was heard from Signalbox",
  offline: "How long nothing was heard from Signalbox",
};

/** How the page stands to the server, in a word. */
const ConnectionState = () => {
  const connection = useConnection();
  const live = connection.state === "live";
  return (
    <span className="bar__item" title={hints[connection.state]}>
      <Icon
        name={live || connection.state === "connecting" ? "live" : "offline"}
        small
        className={live ? "go" : "wait"}
      />
      <span role="status">{words[connection.state]}</span>
      <span className="ink3 num wide-only">
        <Clock connection={connection} />
      </span>
    </span>
  );
};

const Clock = ({ connection }: { connection: Connection }) => {
  const now = useNow();
  if (!("lostAt" in connection)) return `· ${clockWithSeconds(now)}`;
  return `· for ${roughly(now - connection.lostAt)}`;
};
