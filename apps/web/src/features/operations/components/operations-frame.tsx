import { Link, Outlet } from "@tanstack/react-router";
import { Subnav } from "../../../ui/subnav.tsx";
import { sections } from "../sections.ts";
import "../pages/operations.css";

/** What every page of Operations stands in; each gives the tab its own title. */
export const OperationsFrame = () => (
  <div className="page">
    <div className="pagehead">
      <h1>Operations</h1>
    </div>
    <Subnav label="Operations">
      {sections.map(({ to, word }) => (
        <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
          {word}
        </Link>
      ))}
    </Subnav>
    <Outlet />
  </div>
);
