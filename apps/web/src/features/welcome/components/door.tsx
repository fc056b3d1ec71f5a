import type { ReactNode } from "react";
import { Mark } from "../../../ui/icon.tsx";
import { Lamp } from "../../../ui/lamp.tsx";
import "../pages/welcome.css";

/** What stands before the sign-in: one panel, under the mark. */
export const Door = ({ children }: { children: ReactNode }) => (
  <main className="door" id="main">
    <section className="panel door__panel" aria-labelledby="sign-in">
      <p className="brand">
        <Mark />
        Signalbox
      </p>
      {children}
    </section>
  </main>
);

export const Opening = () => (
  <p role="status" className="row">
    <Lamp aspect="commanded" />
    Signing in…
  </p>
);
