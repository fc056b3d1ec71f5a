import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows workspaces. */
export const workspacesTables: Pick<Descriptors, "workspaces" | "workspaces_repositories"> = {
  workspaces: {
    title: "Workspaces",
    summary: "Checkouts that executions work in, and what became of them",
    names: "branch",
    columns: {
      execution_id: { label: "Execution", refersTo: "executions" },
      host_id: "Host",
      repository_id: "Repository",
      project_id: "Project",
      kind: "Kind",
      state: "State",
      why: "Kept because",
      source: "From",
      ref: "Checked out",
      base: "Meant for",
      commit_id: "Commit",
      branch: "Branch",
      trust: "Trust",
      folder_id: "Name of the folder",
      created_at: "Made",
      over_at: "Left",
      removed_at: "Removed",
    },
    first: ["branch", "state", "source", "commit_id", "created_at", "why"],
    searched: ["branch", "source"],
  },
  workspaces_repositories: {
    title: "Repositories of workspaces",
    summary: "Bare repositories that workspaces are made from, by machine",
    names: "source",
    small: true,
    columns: { id: "Repository", host_id: "Host", source: "From", used_at: "Last used" },
    first: ["source", "used_at", "host_id"],
    searched: ["source"],
  },
};
