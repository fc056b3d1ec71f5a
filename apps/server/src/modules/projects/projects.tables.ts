import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of projects are shown in the data browser. */
export const projectTables: Pick<Descriptors, "projects" | "projects_hosts"> = {
  projects: {
    title: "Projects",
    summary: "Folders that work happens in",
    names: "name",
    small: true,
    columns: {
      id: "Project",
      host_id: "Host",
      name: "Name",
      slug: "Slug",
      path: "Path",
      description: "Description",
      remote: "Remote",
      remote_key: "Name of the remote",
      remote_by_hand: "Remote said by a person",
      repository_id: "Worktree of",
      folder_key: "Folder's identity",
      created_at: "Discovered",
    },
    first: ["name", "slug", "path", "repository_id", "remote", "host_id", "created_at"],
    searched: ["name", "slug", "path", "remote"],
  },
  projects_hosts: {
    title: "Hosts",
    summary: "Machines where CLIs run",
    names: "name",
    small: true,
    columns: {
      id: "Host",
      key: "Key",
      name: "Name",
      platform: "Platform",
      created_at: "First seen",
      last_seen_at: "Last seen",
    },
    first: ["name", "platform", "created_at", "last_seen_at"],
    searched: ["name", "key"],
  },
};
