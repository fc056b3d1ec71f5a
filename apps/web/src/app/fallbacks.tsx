import type { ErrorComponentProps } from "@tanstack/react-router";
import { Page } from "../ui/page.tsx";
import { DeadLink, Failure, Skeleton } from "../ui/reading.tsx";

export const NotFound = () => (
  <Page title="Not found">
    <div className="pagehead">
      <h1>Not found</h1>
    </div>
    <section className="panel">
      <DeadLink title="Nothing is at this address" lead={{ to: "/", word: "Go to Now" }} />
    </section>
  </Page>
);

export const Pending = () => (
  <div className="page">
    <section className="panel">
      <Skeleton lines={8} />
    </section>
  </div>
);

/** A page that failed beyond its own forms; what goes on regardless goes on. */
export const Lost = ({ error, reset }: ErrorComponentProps) => (
  <div className="page">
    <section className="panel">
      <Failure title="This page could not be shown" error={error} onRetry={reset} />
    </section>
  </div>
);
