import { hostname } from "node:os";
import { newId } from "../kernel/ids.ts";
import type { ThisNode } from "../platform/nodes/nodes.ts";
import type { Config } from "./config.ts";

/** This process, as the other nodes see it. */
export const thisNode = ({ role, version }: Config): ThisNode => ({
  id: newId(),
  name: role === "all" ? "server" : role,
  role,
  hostName: hostname(),
  pid: process.pid,
  version,
});
