import type { Agent } from "@signalbox/contract/agents";
import { Link } from "@tanstack/react-router";
import { titleOf } from "../../agents/index.ts";

interface FirstSessionProps {
  installed: boolean;
  /** A session was heard. */
  met: boolean;
  /** One that is live. */
  agent: Agent | undefined;
  /** What to start: the CLI that was chosen. */
  program: string;
}

/** Waits for the first live session, and celebrates it: the arm drops. */
export const FirstSession = ({ installed, met, agent, program }: FirstSessionProps) => (
  <section className="panel first" aria-live="polite" data-met={met || undefined}>
    <Semaphore />
    {!met ? (
      <>
        <div>
          <h2>{installed ? "Now: waiting for the first session" : "Next: the first session"}</h2>
          <p className="small ink2">
            Open a terminal in any project and start an agent the way you always do. This page tells you when
            it is heard.
          </p>
        </div>
        <pre className="code">
          <span className="code__prompt">$ </span>
          {program}
        </pre>
      </>
    ) : (
      <>
        <div>
          <h2>Line clear. {agent === undefined ? "Sessions report here" : "Your first session is live"}</h2>
          <p className="small ink2 cut">
            {agent === undefined ? "The next one that you start appears by itself." : titleOf(agent)}
          </p>
        </div>
        <Link to="/" className="btn btn--main btn--large">
          Go to Now
        </Link>
      </>
    )}
  </section>
);

const Semaphore = () => (
  <svg className="semaphore" width="34" height="56" viewBox="0 0 34 56" aria-hidden="true">
    <path d="M6 54V4M2 54h8" stroke="var(--ink-2)" strokeWidth="2" strokeLinecap="round" />
    <g className="semaphore__arm">
      <rect x="6" y="7" width="22" height="6" rx="1" />
      <path d="M24 7v6" stroke="var(--surface)" strokeWidth="2" />
    </g>
    <circle cx="6" cy="10" r="2.5" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="1.5" />
  </svg>
);
