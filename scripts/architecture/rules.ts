import type { Import, Target } from "./imports.ts";
import { tierOf } from "./modules.ts";
import { isTest } from "./source-tree.ts";

/** A rule of dependency: what it forbids, told of one import. */
export interface Rule {
  name: string;
  /** Said of the import that breaks it. */
  because: string;
  forbids(imported: Import): boolean;
}

const server = "apps/server/src";
const web = "apps/web/src";

const isIn = (path: string, ...folders: string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const leadsInto = (target: Target, ...folders: string[]): boolean =>
  target.kind === "file" && isIn(target.path, ...folders);
const isOneOf = (target: Target, kind: "node" | "package", names: readonly string[]): boolean =>
  target.kind === kind && names.includes(target.name);
const moduleOf = (path: string): string | undefined =>
  /^apps\/server\/src\/modules\/([^/]+)\//.exec(path)?.[1];
const featureOf = (path: string): string | undefined =>
  /^apps\/web\/src\/features\/([^/]+)\//.exec(path)?.[1];
const workspaceOf = (path: string): string => path.split("/", 2).join("/");

/** Files that only compute: testable without anything around them. */
const pure = [`${server}/kernel`, `${server}/modules/backends`, `${server}/modules/agents/tracking`];
/** The edges of the server that must stay replaceable. */
const drivers = ["pg", "@electric-sql/pglite", "ws", "undici"];
const effects = ["child_process", "worker_threads", "net", "sqlite"];

/** The rules of dependency. Each has a planted violation in the tests beside it. */
export const rules: readonly Rule[] = [
  {
    name: "resolves",
    because: "leads to no file; write the path with its extension",
    forbids: ({ target }) => target.kind === "nothing",
  },
  {
    name: "kernel-is-a-leaf",
    because: "the kernel imports nothing of ours",
    forbids: ({ from, target }) =>
      isIn(from, `${server}/kernel`) &&
      leadsInto(target, "apps", "packages") &&
      !leadsInto(target, `${server}/kernel`),
  },
  {
    name: "platform-knows-no-module",
    because: "the platform imports only the kernel, the contract and what is known of the state folder",
    forbids: ({ from, target }) =>
      isIn(from, `${server}/platform`) &&
      leadsInto(target, "apps", "packages") &&
      !leadsInto(
        target,
        `${server}/kernel`,
        `${server}/platform`,
        "packages/contract",
        "packages/state-folder",
      ) &&
      !(isTest(from) && leadsInto(target, "packages")),
  },
  {
    name: "module-front-door",
    because: "another module is reached only by its index.ts",
    forbids: ({ from, target }) => {
      const module = target.kind === "file" ? moduleOf(target.path) : undefined;
      const isFrontDoor = leadsInto(target, `${server}/modules/${module}/index.ts`);
      return isIn(from, "apps") && module !== undefined && module !== moduleOf(from) && !isFrontDoor;
    },
  },
  {
    name: "modules-point-down",
    because: "a module uses only modules of earlier rows in scripts/architecture/modules.ts",
    forbids: ({ from, target }) => {
      const [user, used] = [moduleOf(from), target.kind === "file" ? moduleOf(target.path) : undefined];
      if (user === undefined || used === undefined || user === used) return false;
      return (tierOf(user) ?? -1) <= (tierOf(used) ?? Number.POSITIVE_INFINITY);
    },
  },
  {
    name: "only-app-composes",
    because: "only main.ts, run.ts, app/ and the tests' world import app/",
    forbids: ({ from, target }) =>
      leadsInto(target, `${server}/app`) &&
      !isIn(from, `${server}/app`, `${server}/main.ts`, `${server}/run.ts`) &&
      !isTest(from),
  },
  {
    name: "no-skipped-layer",
    because: "routes, jobs and reactions call services, not repositories",
    forbids: ({ from, target }) =>
      /\.(routes|jobs|reactions)\.ts$/.test(from) &&
      target.kind === "file" &&
      /repository\.ts$/.test(target.path),
  },
  {
    name: "pure-stays-pure",
    because: "pure files import no platform and no Node",
    forbids: ({ from, target }) =>
      isIn(from, ...pure) &&
      !isTest(from) &&
      (leadsInto(target, `${server}/platform`) ||
        (target.kind === "node" && !(isIn(from, `${server}/kernel`) && target.name === "crypto"))),
  },
  {
    name: "drivers-stay-in-platform",
    because: "databases, sockets and processes are reached through the platform",
    forbids: ({ from, target }) =>
      isIn(from, server) &&
      !isIn(from, `${server}/platform`) &&
      !isTest(from) &&
      (isOneOf(target, "package", drivers) || isOneOf(target, "node", effects)),
  },
  {
    name: "contract-is-plain",
    because: "the contract imports only zod",
    forbids: ({ from, target }) =>
      isIn(from, "packages/contract/src") &&
      !isTest(from) &&
      !leadsInto(target, "packages/contract") &&
      !isOneOf(target, "package", ["zod"]),
  },
  {
    name: "client-knows-the-contract-only",
    because: "the client imports nothing of ours but the contract",
    forbids: ({ from, target }) =>
      isIn(from, "packages/client/src") &&
      !isTest(from) &&
      target.kind === "file" &&
      !leadsInto(target, "packages/client", "packages/contract"),
  },
  {
    name: "state-folder-is-a-leaf",
    because: "what server and command line share on the state folder imports nothing of ours",
    forbids: ({ from, target }) =>
      isIn(from, "packages/state-folder/src") &&
      !isTest(from) &&
      target.kind === "file" &&
      !leadsInto(target, "packages/state-folder"),
  },
  {
    name: "the-wire-is-the-boundary",
    because: "applications meet only over the wire",
    forbids: ({ from, target }) =>
      isIn(from, "apps", "packages") &&
      leadsInto(target, "apps") &&
      target.kind === "file" &&
      workspaceOf(from) !== workspaceOf(target.path),
  },
  {
    name: "packages-by-name",
    because: "a package of ours is imported by its name",
    forbids: ({ from, specifier, target }) =>
      isIn(from, "apps", "packages") &&
      specifier.startsWith(".") &&
      leadsInto(target, "packages") &&
      target.kind === "file" &&
      workspaceOf(from) !== workspaceOf(target.path),
  },
  {
    name: "testkit-is-for-tests",
    because: "only tests import the testkit",
    forbids: ({ from, target }) =>
      isIn(from, "apps", "packages") && leadsInto(target, "packages/testkit") && !isTest(from),
  },
  {
    name: "web-feature-front-door",
    because: "another feature is reached only by its index.ts",
    forbids: ({ from, target }) => {
      const feature = target.kind === "file" ? featureOf(target.path) : undefined;
      if (feature === undefined || feature === featureOf(from)) return false;
      const folder = `${web}/features/${feature}`;
      return !leadsInto(target, `${folder}/index.ts`, `${folder}/index.tsx`);
    },
  },
  {
    name: "web-foundations-know-no-feature",
    because: "ui/ and lib/ import no feature, and neither they nor features import app/",
    forbids: ({ from, target }) =>
      (isIn(from, `${web}/ui`, `${web}/lib`) && leadsInto(target, `${web}/features`, `${web}/app`)) ||
      (isIn(from, `${web}/features`) && leadsInto(target, `${web}/app`)),
  },
];
