import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps, Outlet } from "@tanstack/react-router";
import { Subnav } from "../../../ui/subnav.tsx";
import { callerQuery } from "../queries.ts";
import "../pages/settings.css";

interface Section {
  to: NonNullable<LinkProps["to"]>;
  word: string;
  /** For admins alone. */
  admin?: true;
}

const sections: readonly Section[] = [
  { to: "/settings", word: "General" },
  { to: "/settings/account", word: "My account" },
  { to: "/settings/terminals", word: "Terminals" },
  { to: "/settings/notifications", word: "Notifications" },
  { to: "/settings/personas", word: "Personas" },
  { to: "/settings/github", word: "GitHub" },
  { to: "/settings/webhooks", word: "Webhooks", admin: true },
  { to: "/settings/people", word: "People", admin: true },
  { to: "/settings/keys", word: "API keys", admin: true },
  { to: "/settings/audit", word: "Audit", admin: true },
];

/** What every page of Settings stands in; each gives the tab its own title. */
export const SettingsFrame = () => {
  const { data: caller } = useQuery(callerQuery);
  const isAdmin = caller?.scopes.includes("admin") ?? false;
  return (
    <div className="page">
      <div className="pagehead">
        <h1>Settings</h1>
      </div>
      <Subnav label="Settings">
        {sections
          .filter(({ admin }) => isAdmin || !admin)
          .map(({ to, word }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === "/settings", includeSearch: false }}>
              {word}
            </Link>
          ))}
      </Subnav>
      <div className="settings">
        <Outlet />
      </div>
    </div>
  );
};
