import type { HookStatus } from "@signalbox/contract/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { welcomeSkipped } from "../../../lib/sign-in.ts";
import { Mark } from "../../../ui/icon.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { everHeardQuery, liveAgentsQuery } from "../../agents/index.ts";
import { HookSetup, hooksQuery, isAbsent } from "../../settings/index.ts";
import { CliCard } from "../components/cli-card.tsx";
import { FirstSession } from "../components/first-session.tsx";
import { Steps } from "../components/steps.tsx";
import "./welcome.css";

/** `/welcome`: from nothing to the first watched session. Its step follows from what is so, which makes it resumable. */
export const WelcomePage = () => {
  usePageTitle("Welcome");
  const hooks = useQuery(hooksQuery);
  const live = useQuery(liveAgentsQuery);
  const everHeard = useQuery(everHeardQuery);
  const [chosen, setChosen] = useState<string>();
  const status =
    hooks.data?.find(({ backend }) => backend === chosen) ??
    hooks.data?.find((cli) => !isAbsent(cli)) ??
    hooks.data?.[0];
  const installed = hooks.data?.some(({ state }) => state === "installed") ?? false;
  const first = live.data?.find(({ parentId }) => parentId === null);
  // Where hooks were taken out again, what was heard before says nothing about the next session.
  const met = first !== undefined || (installed && everHeard.data === true);
  const isKnown = [hooks, live, everHeard].every(({ isPending }) => !isPending);
  return (
    <div className="start">
      <aside className="start__steps" aria-label="Setting up">
        <p className="brand">
          <Mark />
          Signalbox
        </p>
        <Steps installed={installed} met={met} />
        <div className="start__skip small ink3">
          <p>What agents report stays on this machine. You can come back to this page from Settings.</p>
          {isKnown && !met ? <Skip /> : null}
        </div>
      </aside>
      <main className="start__main" id="main">
        <h1>Let your agents report here</h1>
        <p className="start__words">
          A coding agent can run a small command at each step it takes: a hook. With hooks installed, every
          session you start in a terminal appears here by itself. Signalbox writes them into the agent’s
          settings file, marks them as its own, and leaves the rest alone.
          {status === undefined || status.state === "installed"
            ? null
            : " These are all the lines that change."}
        </p>
        {status === undefined ? (
          <section className="panel">
            <Unread
              query={hooks}
              lines={8}
              loading="Looking for agents on this machine"
              failed="Signalbox could not look for agents’ settings"
            />
          </section>
        ) : (
          <div className="clis">
            <div className="clis__list">
              {hooks.data?.map((cli) => (
                <CliCard
                  key={cli.backend}
                  status={cli}
                  selected={cli === status}
                  onSelect={() => setChosen(cli.backend)}
                />
              ))}
            </div>
            <section className="clis__change" aria-label={`Hooks of ${status.name}`} tabIndex={-1}>
              {status.state === "installed" ? (
                <Installed status={status} />
              ) : (
                <HookSetup key={status.backend} status={status} action="install" onDone={() => {}} />
              )}
            </section>
          </div>
        )}
        <FirstSession installed={installed} met={met} agent={first} program={status?.backend ?? "claude"} />
      </main>
    </div>
  );
};

const Installed = ({ status: { name, problem } }: { status: HookStatus }) => (
  <section className="panel panel__body stack">
    <h2>{name} will report here</h2>
    {problem === null ? null : <p className="notice notice--stop">{problem}</p>}
    <p className="ink2">
      The hooks are in place. To test or remove them, go to{" "}
      <Link to="/settings" className="link">
        Settings
      </Link>
      .
    </p>
  </section>
);

const Skip = () => {
  const navigate = useNavigate();
  const skip = () => {
    welcomeSkipped.write("yes");
    void navigate({ to: "/" });
  };
  return (
    <button type="button" className="word-link link" onClick={skip}>
      Skip for now
    </button>
  );
};
