import { Link, Outlet } from "@tanstack/react-router";
import { sections } from "../sections.ts";
import "../pages/operations.css";

/** What every page of Operations stands in; each gives the tab its own title. */
export const OperationsFrame = () => (
  <div className="page">
    <div className="pagehead">
      <h1>Operations</h1>
    </div>
    <nav className="subnav" aria-label="Operations">
      {sections.map(({ to, word }) => (
        <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
          {word}
        </Link>
      ))}
    </nav>
    <Outlet />
  </div>
);
