import { delimiter, dirname, join } from "node:path";

/**
 * The PATH without what npm puts in front of it for a script: the server hands its PATH on to the CLIs that it starts,
 * which are to find their person's programs, and not this repository's.
 *
 * @param {string} path
 * @param {string} root
 */
export function pathWithoutNpm(path, root) {
  const ours = new Set();
  for (let folder = root; ; folder = dirname(folder)) {
    ours.add(join(folder, "node_modules", ".bin"));
    if (dirname(folder) === folder) break;
  }
  const isOurs = (entry) => ours.has(entry) || entry.endsWith("/node-gyp-bin");
  return path
    .split(delimiter)
    .filter((entry) => !isOurs(entry))
    .join(delimiter);
}
