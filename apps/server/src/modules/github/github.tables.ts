import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows the connection to GitHub. */
export const githubTables: Pick<Descriptors, "github_connections"> = {
  github_connections: {
    title: "Connection to GitHub",
    summary: "Where GitHub is, and which account is used",
    names: "login",
    columns: {
      id: "The only one",
      api_url: "Address of the API",
      app_id: "App",
      sealed_key: { label: "Private key, encrypted", secret: true },
      sealed_token: { label: "Token, encrypted", secret: true },
      login: "Account",
      actor: "By",
      changed_at: "Changed",
    },
    first: ["login", "api_url", "changed_at"],
    searched: [],
  },
};
