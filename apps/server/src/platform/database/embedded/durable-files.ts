import { closeSync, fsyncSync, openSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Options = Parameters<NodeFS["init"]>[1];

/** An open file as Emscripten knows it; a folder has no `nfd`. */
interface OpenFile {
  nfd?: number;
  node: object;
  flags: number;
  /** Opened for reading alone, though writing was asked for too. */
  onlyRead?: boolean;
}

/** The part of Emscripten's file system that runs on Node's; its types leave the operations out. */
interface NodeFiles {
  realPath(node: object): string;
  stream_ops: {
    open(file: OpenFile): void;
    write(file: OpenFile, ...what: unknown[]): number;
    fsync?: (file: OpenFile) => number;
  };
}

const inputOutputError = 29;

/**
 * The data folder on Node's files with a real fsync. As shipped there is none: PostgreSQL's calls return at
 * once and nothing is flushed before the operating system feels like it.
 */
export class DurableFiles extends NodeFS {
  flushes = 0;

  override async init(...[pg, options]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const mounted = await super.init(pg, options);
    const preRun: Options["preRun"] = [
      ...(mounted.emscriptenOpts.preRun ?? []),
      (module) => {
        const files = (module.FS.filesystems as unknown as { NODEFS: NodeFiles }).NODEFS;
        files.stream_ops.fsync = (file) => this.#flush(files, file);
        readWhereUnwritable(files);
      },
    ];
    return { emscriptenOpts: { ...mounted.emscriptenOpts, preRun } };
  }

  #flush(files: NodeFiles, file: OpenFile): number {
    this.flushes += 1;
    try {
      if (file.nfd === undefined) flushFile(files.realPath(file.node));
      else fsyncSync(file.nfd);
      return 0;
    } catch {
      // PostgreSQL answers a failed flush of its log by a panic, and recovers at the next start.
      return inputOutputError;
    }
  }
}

/** How PostgreSQL opens what it has: to read and to write, and neither made nor emptied. */
const bothWays = 2;
const waysAndMaking = 0o1303;

/**
 * PostgreSQL opens its files for writing even where it reads. Where they may not be written they are opened for
 * reading, so that reading goes on, and for writing once they may and something is to be written.
 */
function readWhereUnwritable(files: NodeFiles): void {
  const { open, write } = files.stream_ops;
  files.stream_ops.open = (file) => {
    try {
      open(file);
    } catch (thrown) {
      if ((file.flags & waysAndMaking) !== bothWays || !openAnew(files, file, "r")) throw thrown;
      file.onlyRead = true;
    }
  };
  files.stream_ops.write = (file, ...what) => {
    if (file.onlyRead && openAnew(files, file, "r+")) file.onlyRead = false;
    return write(file, ...what);
  };
}

function openAnew(files: NodeFiles, file: OpenFile, flags: "r" | "r+"): boolean {
  try {
    const descriptor = openSync(files.realPath(file.node), flags);
    if (file.nfd !== undefined) closeSync(file.nfd);
    file.nfd = descriptor;
    return true;
  } catch {
    return false;
  }
}

/** Makes a file's contents durable, or the names in a folder. */
export function flushFile(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
