/** What stands in a folder of a commit. */
export interface TreeEntry {
  mode: string;
  /** Git's name of what it holds. */
  object: string;
  bytes: number;
  name: string;
}

const line = /^(\d{6}) \w+ ([0-9a-f]{40,64}) +(\d+|-)\t(.+)$/s;

/** Reads what `ls-tree -z -l` prints; what is no whole entry of it is left out. */
export const readTreeEntries = (printed: string): TreeEntry[] =>
  printed.split("\u0000").flatMap((text) => {
    const [, mode, object, bytes, name] = line.exec(text) ?? [];
    if (mode === undefined || object === undefined || name === undefined) return [];
    return [{ mode, object, name, bytes: bytes === "-" ? 0 : Number(bytes) }];
  });

const folder = "040000";
const files: ReadonlySet<string> = new Set(["100644", "100755"]);
const wrongModes: Readonly<Record<string, string>> = {
  "120000": "It is a link: only files themselves are read",
  "160000": "It is a submodule: only files are read",
  [folder]: "It is a folder: only files are read",
};

/** A name that is one everywhere: no way out of its folder, nothing that a page or a terminal would draw otherwise. */
const plainName = /^(?!.*\.\.)[A-Za-z0-9][\w .-]{0,99}$/;

/** Why a file of a branch is not read; null where it may be. */
export function refusalOf({ mode, bytes, name }: TreeEntry, longest: number): string | null {
  if (!plainName.test(name))
    return "Its name can't be used: take letters, digits, spaces, dots, dashes and underscores";
  if (!files.has(mode)) return wrongModes[mode] ?? "It is no file";
  return bytes > longest ? `It is longer than ${longest.toLocaleString("en")} bytes` : null;
}

export const isFolder = ({ mode }: TreeEntry): boolean => mode === folder;
