import { Outlet, useNavigate, useRouter, useRouterState, useSearch } from "@tanstack/react-router";
import { Suspense, useCallback, useRef, useState } from "react";
import { AgentView } from "../../features/agents/index.ts";
import { useAttention } from "../../features/attention/index.ts";
import { useLooks, useWorkerOpens } from "../../features/notifications/index.ts";
import { useFirstTouch } from "../../lib/first-touch.ts";
import { useKeys } from "../../lib/keys.ts";
import { lazyPart } from "../../lib/lazy-part.tsx";
import { createStored, useStored } from "../../lib/stored.ts";
import { createTypedAhead } from "../../lib/typed-ahead.ts";
import { Announcer } from "./announcer.tsx";
import { DiskNotice } from "./disk-notice.tsx";
import { BottomTabs, Rail } from "./navigation.tsx";
import { StaleNotice } from "./stale-notice.tsx";
import { stepStop } from "./stops.ts";
import { TopBar } from "./top-bar.tsx";
import "./shell.css";

const loadPalette = () => import("./palette.tsx");
const Palette = lazyPart(() => loadPalette().then(({ Palette }) => Palette));
const KeysDialog = lazyPart(() => import("./keys-dialog.tsx").then(({ KeysDialog }) => KeysDialog));
const AgentDrawer = lazyPart(() => import("./agent-drawer.tsx").then(({ AgentDrawer }) => AgentDrawer));

const typedAhead = createTypedAhead();
const railFolded = createStored("signalbox.rail-folded");

/** The frame around every page: rail, top bar, what floats above, and the keys that work everywhere. */
export const Shell = () => {
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const folded = useStored(railFolded) !== null;
  const flush = useRouterState({ select: ({ location }) => /^\/agents\/[^/]+\/?$/.test(location.pathname) });
  const { agent }: { agent?: string } = useSearch({ strict: false });
  const main = useRef<HTMLElement>(null);
  const close = () => {
    typedAhead.take();
    setOpen(null);
  };
  const openPalette = () => {
    typedAhead.begin(close);
    loadPalette().catch(() => typedAhead.take());
    setOpen("palette");
  };
  useLooks(useAgentInView(agent));
  useWorkerOpens(useOpenPath());
  useEverythingAtHand();
  useNextThatWaits();
  useKeys({
    "mod+k": () => (open === "palette" ? close() : openPalette()),
    "?": () => setOpen("keys"),
    "/": () => focusFilter(main.current) || openPalette(),
    j: () => stepStop(main.current, 1),
    k: () => stepStop(main.current, -1),
  });
  return (
    <div className="app" data-folded={folded || undefined}>
      <a className="skip btn btn--main" href="#main">
        Skip to content
      </a>
      <Rail folded={folded} onFold={() => railFolded.write(folded ? null : "yes")} />
      <TopBar onSearch={openPalette} />
      <main id="main" ref={main} className={`main ${flush ? "main--flush" : ""}`} tabIndex={-1}>
        <StaleNotice />
        <DiskNotice />
        <Outlet />
      </main>
      <BottomTabs />
      <Announcer />
      <Suspense>
        {open === "palette" ? (
          <Palette typedAhead={typedAhead} onClose={close} onKeys={() => setOpen("keys")} />
        ) : null}
        {open === "keys" ? <KeysDialog onClose={close} /> : null}
        {agent === undefined ? null : <AgentDrawer agentId={agent} />}
      </Suspense>
    </div>
  );
};

/**
 * Loads the other pages and what floats above them once a person is there: the first load stays small, nothing
 * typed behind a key is lost, and every page opens while the server is away.
 */
const useEverythingAtHand = () => {
  const router = useRouter();
  useFirstTouch(() => {
    const pages = Object.values(router.routesById).map((route) => router.loadRouteChunk(route));
    const parts = [Palette, KeysDialog, AgentDrawer].map((part) => part.preload());
    // What could not be fetched now is fetched when it is wanted.
    void Promise.allSettled([...parts, AgentView.preload?.(), ...pages]);
  });
};

const useOpenPath = () => {
  const { history } = useRouter();
  return useCallback((path: string) => void history.push(path), [history]);
};

/** The agent whose page is shown, or that stands beside another one. */
const useAgentInView = (beside: string | undefined): string | undefined => {
  const own = useRouterState({
    select: ({ location }) => /\/agents\/([\da-f-]{36})$/.exec(location.pathname)?.[1],
  });
  return beside ?? own;
};

const focusFilter = (main: HTMLElement | null): boolean => {
  const filter = main?.querySelector<HTMLElement>("[data-filter]");
  filter?.focus();
  return filter != null;
};

/** `n` goes to the question that waits longest, then to the next one. */
const useNextThatWaits = () => {
  const navigate = useNavigate();
  const items = useAttention();
  const { question: selected }: { question?: string } = useSearch({ strict: false });
  useKeys({
    n: () => {
      const at = items.findIndex(({ id }) => id === selected);
      const next = items[(at + 1) % items.length];
      if (next !== undefined) void navigate({ to: "/", search: { question: next.id } });
    },
  });
};
