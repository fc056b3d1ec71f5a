import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { oneAtATime } from "../../../kernel/one-at-a-time.ts";
import { lockFile } from "../../../platform/files/file-lock.ts";
import { type GitAnswer, type GitOptions, git } from "../../../platform/git/git.ts";
import { markVariable, signalMembers } from "../../../platform/supervisor/members.ts";
import { type Extra, trackingOf } from "../checkout/refs.ts";
import { mirrorFolder } from "../folders.ts";
import type { GitCredential, WorkspaceRules } from "../ports.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import { credentialEnv } from "./credentials.ts";
import { keepConfig, putBackConfig } from "./own-config.ts";
import { removeStaleLocks } from "./stale-locks.ts";

/** A remote, and who we are to it. */
export interface Remote {
  id: string;
  url: string;
  credential: GitCredential | null;
}

/** A bare repository of ours that has what its remote has. */
export interface Mirror {
  folder: string;
  /** What the remote's HEAD is, as it is called here; null where it has none. */
  head: string | null;
}

const fetchTimeoutMs = 30 * 60_000;
const pushTimeoutMs = 10 * 60_000;
const askTimeoutMs = 60_000;
/** A branch that is called HEAD would be written through the one that says which is the default. */
const branchesAndTags = [
  ...["+refs/heads/*:refs/remotes/origin/*", "^refs/heads/HEAD"],
  "+refs/tags/*:refs/tags/*",
];
/** Where packs have become many, and in the time of who fetches: nobody else fetches meanwhile. */
const tidy = ["-c", "gc.auto=6700", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet"];

/** The bare repositories of this machine. Each is brought up to date by one process at a time. */
export class Mirrors {
  readonly #rules: Pick<WorkspaceRules, "home" | "path" | "environment">;
  readonly #inTurn = oneAtATime();

  constructor(rules: Pick<WorkspaceRules, "home" | "path" | "environment">) {
    this.#rules = rules;
  }

  /**
   * Fetches what its remote has by now.
   * @throws AppError `workspaces.unreachable`, `workspaces.ref_missing`
   */
  refresh(remote: Remote, extra: Extra | null, signal: AbortSignal): Promise<Mirror> {
    return this.locked(remote.id, signal, async (folder) => {
      await this.#made(folder, remote.url);
      const head = await this.#headOf(folder, { remote, extra, signal });
      const specs = [...branchesAndTags, ...(extra === null ? [] : [`+${extra.from}:${extra.to}`])];
      const args = [
        "fetch",
        "--no-auto-gc",
        "--no-write-fetch-head",
        "--prune",
        "--no-tags",
        "--update-shallow",
      ];
      const fetched = await this.#remotely(folder, [...args, "--no-recurse-submodules", "origin", ...specs], {
        remote,
        signal,
        timeoutMs: fetchTimeoutMs,
      });
      signal.throwIfAborted();
      if (!fetched.ok) throw workspaceErrors.unreachable(remote.url, fetched.said);
      if (head?.startsWith("refs/")) await this.#ours(folder, ["symbolic-ref", trackingOf("HEAD"), head]);
      await this.#ours(folder, tidy, signal);
      return { folder, head };
    });
  }

  /** Nobody else fetches into a mirror, or removes it, while `act` does. */
  locked<T>(id: string, signal: AbortSignal, act: (folder: string) => Promise<T>): Promise<T> {
    return this.#inTurn(id, async () => {
      const folder = mirrorFolder(this.#rules.home, id);
      await mkdir(join(folder, ".."), { recursive: true, mode: 0o700 });
      const free = await lockFile(`${folder}.lock`, signal);
      try {
        return await act(folder);
      } finally {
        free();
      }
    });
  }

  /**
   * Puts a commit there, while the mirror is locked.
   * @throws AppError `workspaces.push_rejected`, `workspaces.push_failed`
   */
  async push(
    remote: Remote,
    { commit, branch }: { commit: string; branch: string },
    signal: AbortSignal,
  ): Promise<void> {
    const folder = mirrorFolder(this.#rules.home, remote.id);
    await putBackConfig(folder);
    const args = ["push", "--porcelain", "--no-verify", "origin", `${commit}:refs/heads/${branch}`];
    const { ok, out, said } = await this.#remotely(folder, args, {
      ...{ remote, signal, timeoutMs: pushTimeoutMs },
    });
    if (ok) return;
    const why = /^!\t[^\t]*\t(.*)$/m.exec(out)?.[1];
    throw why === undefined
      ? workspaceErrors.pushFailed(remote.url, said)
      : workspaceErrors.pushRejected(branch, why);
  }

  async #made(folder: string, url: string): Promise<void> {
    // A server that was killed may have left a git behind, and that its locks.
    signalMembers({ pid: null, mark: markOf(folder) }, "SIGKILL");
    await removeStaleLocks(folder);
    const { ok, said } = await git(
      join(folder, ".."),
      ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", folder],
      { ...this.#rules, settings: "none" },
    );
    if (!ok) throw workspaceErrors.gitFailed("make a repository", said);
    await keepConfig(folder, url);
    await putBackConfig(folder);
  }

  /** @throws AppError `workspaces.unreachable`, `workspaces.ref_missing` */
  async #headOf(
    folder: string,
    { remote, extra, signal }: { remote: Remote; extra: Extra | null; signal: AbortSignal },
  ): Promise<string | null> {
    const wanted = ["HEAD", ...(extra === null ? [] : [extra.from])];
    const asked = await this.#remotely(folder, ["ls-remote", "--symref", "origin", ...wanted], {
      ...{ remote, signal, timeoutMs: askTimeoutMs },
    });
    signal.throwIfAborted();
    if (!asked.ok) throw workspaceErrors.unreachable(remote.url, asked.said);
    const lines = asked.out.split("\n").map((line) => line.split("\t"));
    if (extra !== null && !lines.some(([, name]) => name === extra.from))
      throw workspaceErrors.refMissing(extra.from);
    const [what = null] = lines.find(([, name]) => name === "HEAD") ?? [];
    return what?.startsWith("ref: refs/heads/") ? trackingOf(what.slice("ref: refs/heads/".length)) : what;
  }

  #ours(folder: string, args: readonly string[], signal?: AbortSignal): Promise<GitAnswer> {
    const stops = signal === undefined ? {} : { signal };
    return git(folder, args, { ...this.#rules, ...stops, settings: "none", env: { GIT_DIR: folder } });
  }

  /** With the person's own settings, which say how a remote is reached; nothing is checked out meanwhile. */
  #remotely(
    folder: string,
    args: readonly string[],
    { remote, ...more }: { remote: Remote } & Pick<GitOptions, "signal" | "timeoutMs">,
  ): Promise<GitAnswer> {
    const env = {
      ...{ GIT_DIR: folder, GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh", [markVariable]: markOf(folder) },
      ...credentialEnv(remote.url, remote.credential),
    };
    return git(folder, args, { ...this.#rules, ...more, env });
  }
}

const markOf = (folder: string): string => `mirror:${folder}`;
