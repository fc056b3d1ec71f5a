import { closeSync, fsyncSync, openSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Options = Parameters<NodeFS["init"]>[1];

/** An open file as Emscripten knows it; a folder has no `nfd`. */
interface OpenFile {
  nfd?: number;
  node: object;
}

/** The part of Emscripten's file system that runs on Node's; its types leave the operations out. */
interface NodeFiles {
  realPath(node: object): string;
  stream_ops: { fsync?: (file: OpenFile) => number };
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

/** Makes a file's contents durable, or the names in a folder. */
export function flushFile(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
