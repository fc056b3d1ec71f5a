import { isAbsolute, relative, resolve } from "node:path";
import type { Project } from "@signalbox/contract/projects";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import type { GitCredential } from "../ports.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import { splitCredential } from "./credentials.ts";

/** Where a project's repository comes from. */
export interface Source {
  /** Without who fetches. */
  url: string;
  /** As the configuration of the project's folder has it. */
  credential: GitCredential | null;
  /** The person's own checkout, where it is on this machine. */
  folder: string | null;
  /** Where the project lies in its repository. */
  within: string;
}

type Placed = Pick<Project, "path" | "remote" | "remoteByHand">;

/** @throws AppError `workspaces.no_repository`, `workspaces.remote_refused` */
export async function sourceOf(project: Placed, options: GitOptions): Promise<Source> {
  const { path, remote } = project;
  const folder = path === null ? null : await topOf(path, options);
  if (folder === null && remote === null) throw workspaceErrors.noRepository(path ?? "it has none");
  const origin = folder === null ? null : await originOf(folder, options);
  const told = origin === null ? null : splitCredential(origin);
  const url = remote ?? (project.remoteByHand ? null : told?.url) ?? folder ?? "";
  if (!isFetched(url)) throw workspaceErrors.refused(url);
  const isSameHost = told !== null && hostOf(told.url) === hostOf(url);
  return {
    ...{ url, folder, credential: isSameHost ? told.credential : null },
    within: folder === null || path === null ? "" : relative(folder, path),
  };
}

async function topOf(path: string, options: GitOptions): Promise<string | null> {
  const { ok, out } = await git(path, ["rev-parse", "--show-toplevel"], options);
  return ok ? out.replace(/\n$/, "") : null;
}

/** A relative one is meant from the folder on. */
async function originOf(folder: string, options: GitOptions): Promise<string | null> {
  const { ok, out } = await git(folder, ["config", "--local", "--get", "remote.origin.url"], options);
  const origin = out.replace(/\n$/, "");
  if (!ok || origin === "") return null;
  return /^\.{1,2}\//.test(origin) ? resolve(folder, origin) : origin;
}

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);

/** `git@example.org:owner/name.git`, as ssh takes it. */
const scp = /^(?:[\w.-]+@)?[\w.-]+:[^:]/;
const schemes = ["https:", "http:", "ssh:", "git:", "git+ssh:", "file:"];

/** Neither an option nor a program that speaks for a remote. */
export function isFetched(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name holds them
  if (url.startsWith("-") || /[\u0000-\u001f\u007f]/.test(url) || url.includes("::")) return false;
  if (isAbsolute(url)) return true;
  return url.includes("://") ? URL.canParse(url) && schemes.includes(new URL(url).protocol) : scp.test(url);
}
