import type { Site } from "./sites.ts";

/** A cookie of ours, before a site gives it its whole name and path. */
export interface OwnCookie {
  name: string;
  /** Below the site's prefix. */
  path: string;
}

/**
 * What one of our cookies is called at a site. Browsers send a cookie to every port, so each server on a machine has
 * names of its own; over TLS the name says what a browser sees to: that no other host and no plain HTTP may set it.
 */
export const cookieNameAt = ({ origin, prefix, secure }: Site, { name, path }: OwnCookie): string => {
  const { port } = new URL(origin);
  if (!secure) return `${name}_${port || "80"}`;
  const guard = prefix === "" && path === "/" ? "__Host-" : "__Secure-";
  return `${guard}${name}${port && `_${port}`}`;
};
