import type { ProjectRules } from "./project-folder.ts";

const markers = [
  ".git",
  ".hg",
  ".jj",
  "package.json",
  "deno.json",
  "pyproject.toml",
  "setup.py",
  "go.mod",
  "Cargo.toml",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "Gemfile",
  "composer.json",
  "mix.exs",
  "CMakeLists.txt",
  "Makefile",
];

const temporaryFolders = ["/tmp", "/var/tmp", "/var/folders", "/private/tmp", "/private/var/folders"];

/** The rules for a machine; each list can be replaced. */
export const projectRules = (
  machine: {
    userHome: string;
    temporaryFolder: string;
    configurationFolders: readonly string[];
    worktreeFolders?: readonly string[];
  },
  chosen: Partial<ProjectRules> = {},
): ProjectRules => ({
  markers,
  neverProjects: ["/", machine.userHome],
  temporaryFolders: [...new Set([...temporaryFolders, machine.temporaryFolder])],
  configurationFolders: machine.configurationFolders,
  worktreeFolders: machine.worktreeFolders ?? [],
  ...chosen,
});
