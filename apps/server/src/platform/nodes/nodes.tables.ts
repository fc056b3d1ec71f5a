import type { Descriptors } from "../database/descriptor.ts";

/** How the tables of nodes are shown in the data browser. */
export const nodeTables: Pick<Descriptors, "nodes" | "nodes_leases"> = {
  nodes: {
    title: "Nodes",
    summary: "Running processes of Signalbox, and those that ran within the last week",
    names: "name",
    small: true,
    order: { by: "beat_at", descending: true },
    columns: {
      id: "Node",
      name: "Name",
      role: "Role",
      host_name: "Host",
      pid: "Process",
      url: "Address",
      version: "Version",
      started_at: "Started",
      beat_at: "Last beat",
      due_at: "Next beat due",
      stopped_at: "Stopped",
      report: "Report",
    },
    first: ["name", "role", "host_name", "pid", "version", "started_at", "beat_at", "stopped_at"],
    searched: ["name", "host_name"],
  },
  nodes_leases: {
    title: "Leases",
    summary: "Work that one node does for all, and which",
    names: "name",
    small: true,
    columns: { name: "Lease", holder: { label: "Node", refersTo: "nodes" }, held_until: "Held until" },
    first: ["name", "holder", "held_until"],
    searched: ["name"],
  },
};
