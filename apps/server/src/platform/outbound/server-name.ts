import { isIP } from "node:net";

/** What TLS is told of a host: its name, or nothing of one that is named by its address, in brackets or not. */
export const serverNameOf = (host: string): { servername?: string } =>
  isIP(host.replace(/^\[|\]$/g, "")) === 0 ? { servername: host } : {};
