import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense } from "react";
import { statusQuery } from "../../features/agents/index.ts";
import { useAttention } from "../../features/attention/index.ts";
import { useTroubles } from "../../features/operations/index.ts";
import { Count } from "../../ui/count.tsx";
import { Icon, type IconName, Mark } from "../../ui/icon.tsx";
import { useCurrentInSight } from "../../ui/use-current-in-sight.ts";

interface Entry {
  to: "/" | "/agents" | "/projects" | "/bots" | "/deliveries" | "/executions" | "/operations" | "/settings";
  word: string;
  icon: IconName;
}

const places: readonly Entry[] = [
  { to: "/", word: "Now", icon: "now" },
  { to: "/agents", word: "Agents", icon: "agents" },
  { to: "/projects", word: "Projects", icon: "folder" },
  { to: "/bots", word: "Bots", icon: "bots" },
  { to: "/executions", word: "Executions", icon: "executions" },
];
/** A phone has no place for it: there, the page of bots leads to it. */
const deliveries: Entry = { to: "/deliveries", word: "Deliveries", icon: "deliveries" };
const operations: Entry = { to: "/operations", word: "Operations", icon: "operations" };
const settings: Entry = { to: "/settings", word: "Settings", icon: "settings" };

/** The left rail; folded, its words become tooltips. */
export const Rail = ({ folded, onFold }: { folded: boolean; onFold: () => void }) => (
  <aside className="rail" aria-label="Signalbox">
    <Link to="/" className="brand" aria-label="Signalbox, to Now">
      <Mark />
      <span className="rail__word">Signalbox</span>
    </Link>
    <nav aria-label="Main">
      <ul>
        {[...places, deliveries].map((entry) => (
          <li key={entry.to}>
            <Place entry={entry} folded={folded} />
          </li>
        ))}
      </ul>
    </nav>
    <nav className="rail__foot" aria-label="This box">
      <ul>
        {[operations, settings].map((entry) => (
          <li key={entry.to}>
            <Place entry={entry} folded={folded} />
          </li>
        ))}
        <li>
          <Hinted hint="Unfold the rail" shown={folded}>
            <button type="button" className="rail__entry" aria-expanded={!folded} onClick={onFold}>
              <Icon name="fold" />
              <span className="rail__word">{folded ? "Unfold" : "Fold"}</span>
            </button>
          </Hinted>
        </li>
      </ul>
    </nav>
  </aside>
);

const Place = ({ entry, folded }: { entry: Entry; folded: boolean }) => (
  <Hinted hint={entry.word} shown={folded}>
    <Link
      to={entry.to}
      activeOptions={{ exact: entry.to === "/", includeSearch: false }}
      className="rail__entry"
    >
      <Icon name={entry.icon} />
      <span className="rail__word">{entry.word}</span>
      <PlaceCount to={entry.to} />
    </Link>
  </Hinted>
);

/** A folded entry says its word when it is pointed at; tooltips are fetched when the rail is first folded. */
const Hinted = ({
  hint,
  shown,
  children,
}: {
  hint: string;
  shown: boolean;
  children: ReactElement<Record<string, unknown>>;
}) =>
  shown ? (
    <Suspense fallback={children}>
      <Tooltip words={hint}>{children}</Tooltip>
    </Suspense>
  ) : (
    children
  );
const Tooltip = lazy(() => import("../../ui/tooltip.tsx").then((module) => ({ default: module.Tooltip })));

const PlaceCount = ({ to }: { to: Entry["to"] }) => {
  const waiting = useAttention().length;
  const live = useQuery(statusQuery).data?.agents.live ?? 0;
  if (to === "/" && waiting > 0) {
    return (
      <Count stop label={`, ${waiting} waiting`}>
        {waiting}
      </Count>
    );
  }
  if (to === "/operations") return <Troubles />;
  return to === "/agents" && live > 0 ? <Count label={`, ${live} live`}>{live}</Count> : null;
};

/** How many parts of Signalbox need a look; which and why is said where one points at it. */
const Troubles = () => {
  const troubles = useTroubles();
  if (troubles.length === 0) return null;
  const names = troubles.map(({ title }) => title).join(", ");
  return (
    <Count
      label={`, ${troubles.length} to look at: ${names}`}
      hint={troubles.map(({ title, reason }) => `${title}: ${reason}`).join("\n")}
    >
      {troubles.length}
    </Count>
  );
};

/** The phone has no rail: its tabs are within reach of a thumb. */
export const BottomTabs = () => (
  <nav ref={useCurrentInSight<HTMLElement>()} className="tabs-bottom" aria-label="Tabs">
    {[...places, operations, settings].map((entry) => (
      <Link key={entry.to} to={entry.to} activeOptions={{ exact: entry.to === "/", includeSearch: false }}>
        <Icon name={entry.icon} />
        {entry.word}
        <PlaceCount to={entry.to} />
      </Link>
    ))}
  </nav>
);
