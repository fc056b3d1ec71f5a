import { type FSWatcher, watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf } from "../../../kernel/errors.ts";

export interface TreeOptions {
  root: string;
  mostFolders: number;
  /** A file was made, written or removed; by its path within the tree. */
  changed(path: string): void;
}

/** What changes all the time, and is nobody's work. */
const ignored: ReadonlySet<string> = new Set([".git", "node_modules"]);

const restMs = 60_000;
/** A folder that is somebody else's is left out. */
const closed: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);

interface Folder {
  watcher: FSWatcher;
  /** Its inode, and when it was made: the number of one that is gone is given again. */
  inode: string;
}

/**
 * Hears of changes to the files of a folder and of all below it. Each folder is watched as a whole, and no file by
 * itself, as a recursive watch of Node or of a library does on Linux: what the system can watch is little.
 */
export class TreeWatch {
  readonly #options: TreeOptions;
  /** By their path within the tree; the root is the empty one. */
  readonly #folders = new Map<string, Folder>();
  #fault: string | null = null;
  #isClosed = false;
  /** What could not be watched is not gone through over and over. */
  #restsUntil = 0;
  #looking: Promise<void> | null = null;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  /** What keeps it from hearing, in words. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Begins, and begins anew where the folder went and came back; what is there by then is no change. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    if (performance.now() < this.#restsUntil) return;
    const here = await entryAt(this.#options.root);
    const known = this.#folders.get("");
    if (here?.isFolder && known?.inode === here.inode) return;
    this.#drop("");
    this.#fault = here?.isFolder ? null : `The folder ${this.#options.root} is not there`;
    if (this.#fault === null) await this.#add("", false);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop("");
  }

  /** `tells`: the files that are there by then are changes. */
  async #add(path: string, tells: boolean): Promise<void> {
    const here = await entryAt(join(this.#options.root, path));
    if (this.#isClosed || this.#fault !== null || !here?.isFolder || this.#folders.has(path)) return;
    if (this.#folders.size >= this.#options.mostFolders) {
      this.#giveUp(`It has more than ${this.#options.mostFolders} folders: watch a smaller project`);
      return;
    }
    const watcher = this.#open(path);
    if (watcher === null) return;
    this.#folders.set(path, { watcher, inode: here.inode });
    // One that is gone again by now has nothing in it.
    const entries = await readdir(join(this.#options.root, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (ignored.has(entry.name)) continue;
      const below = join(path, entry.name);
      if (entry.isDirectory()) await this.#add(below, tells);
      else if (tells) this.#options.changed(below);
    }
  }

  #open(path: string): FSWatcher | null {
    try {
      const watcher = watch(join(this.#options.root, path), (_, name) => {
        if (name !== null && !ignored.has(name)) void this.#hear(path, name);
      });
      // What was missed meanwhile is not known: it is begun anew.
      return watcher.on("error", () => this.#drop(""));
    } catch (error) {
      const code = error instanceof Error ? String(Reflect.get(error, "code")) : "";
      const isLeftOut = code === "ENOENT" || (path !== "" && closed.has(code));
      if (!isLeftOut) this.#giveUp(`It can't be watched: ${messageOf(error)}`);
      return null;
    }
  }

  async #hear(folder: string, name: string): Promise<void> {
    const path = join(folder, name);
    const here = await entryAt(join(this.#options.root, path));
    if (this.#isClosed) return;
    if (!this.#folders.has(folder)) {
      // It went with its folder.
      if (here === null && this.#folders.has("")) this.#options.changed(path);
      return;
    }
    if (here?.isFolder) {
      if (this.#folders.get(path)?.inode === here.inode) return;
      this.#drop(path);
      await this.#add(path, true);
      return;
    }
    // A folder tells by its own name that it ends, or that its mode or times changed.
    const isOwn = here === null && name === basename(join(this.#options.root, folder));
    if (isOwn) {
      if ((await entryAt(join(this.#options.root, folder))) === null) this.#drop(folder);
      return;
    }
    // Of a folder that went, what was in it is not known.
    this.#drop(path);
    this.#options.changed(path);
  }

  #giveUp(fault: string): void {
    this.#drop("");
    this.#fault = fault;
    this.#restsUntil = performance.now() + restMs;
  }

  /** Watches a folder and those below it no more; answers whether there were any. */
  #drop(path: string): boolean {
    const gone = [...this.#folders.keys()].filter(
      (one) => path === "" || one === path || one.startsWith(`${path}/`),
    );
    for (const one of gone) {
      this.#folders.get(one)?.watcher.close();
      this.#folders.delete(one);
    }
    return gone.length > 0;
  }
}

async function entryAt(path: string): Promise<{ isFolder: boolean; inode: string } | null> {
  const found = await lstat(path).catch(() => null);
  return found === null
    ? null
    : { isFolder: found.isDirectory(), inode: `${found.ino} ${found.birthtimeMs}` };
}
