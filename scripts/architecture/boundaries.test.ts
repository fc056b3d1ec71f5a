import { describe, expect, test } from "vitest";
import { checkBoundaries } from "./boundaries.ts";
import { moduleTiers } from "./modules.ts";
import { rules } from "./rules.ts";
import { planted } from "./testing.ts";

const server = "apps/server/src";
const modules = `${server}/modules`;

/** What stands around the planted imports: one file of each kind, none of which breaks a rule. */
const innocent = {
  [`${server}/kernel/errors.ts`]: 'import { createHash } from "node:crypto"; export const hash = createHash;',
  [`${server}/platform/database/database.ts`]:
    'import "pg"; import "@signalbox/contract/agents"; import "@signalbox/state-folder/home";',
  [`${server}/app/compose.ts`]: 'import "../modules/agents/index.ts";',
  [`${server}/main.ts`]: 'import "./app/compose.ts";',
  [`${modules}/projects/index.ts`]: 'export { list } from "./projects.repository.ts";',
  [`${modules}/projects/projects.repository.ts`]: "export const list = 1;",
  [`${modules}/agents/index.ts`]:
    'import { list } from "../projects/index.ts"; export const agents = [list];',
  [`${modules}/agents/agents.db.test.ts`]:
    'import "../../app/compose.ts"; import "@signalbox/testkit/recordings";',
  [`${modules}/attention/index.ts`]: 'export * from "../agents/index.ts";',
  "apps/cli/src/main.ts": 'import "@signalbox/client/client"; import "node:os";',
  "apps/web/src/app/router.tsx": 'import "../features/agents/index.ts"; import "./style.css?inline";',
  "apps/web/src/app/style.css": "",
  "apps/web/src/features/agents/index.ts": 'import "../../lib/api.ts"; import "./queries.ts";',
  "apps/web/src/features/agents/queries.ts": "",
  "apps/web/src/lib/api.ts": 'import "@signalbox/client/client";',
  "packages/contract/src/agents.ts": 'import "zod";',
  "packages/client/src/client.ts": 'import "@signalbox/contract/agents"; import "eventsource-parser";',
  "packages/state-folder/src/home.ts": 'import "node:os";',
  "packages/testkit/src/recordings.ts": 'import "node:fs";',
};

/** Each rule with imports that it forbids: the file they stand in, and the import. */
const violations: [rule: string, file: string, text: string][] = [
  ["resolves", `${modules}/agents/a.ts`, 'import "./errors";'],
  ["resolves", "apps/cli/src/a.ts", 'import "@signalbox/contract/nothing";'],
  ["kernel-is-a-leaf", `${server}/kernel/a.ts`, 'import type { T } from "../platform/database/database.ts";'],
  ["kernel-is-a-leaf", `${server}/kernel/a.ts`, 'import "@signalbox/contract/agents";'],
  ["platform-knows-no-module", `${server}/platform/events/a.ts`, 'import "../../modules/agents/index.ts";'],
  ["module-front-door", `${modules}/agents/a.ts`, 'import "../projects/projects.repository.ts";'],
  ["module-front-door", `${server}/app/a.ts`, 'export * from "../modules/projects/projects.repository.ts";'],
  ["modules-point-down", `${modules}/projects/a.ts`, 'import type { T } from "../agents/index.ts";'],
  ["modules-point-down", `${modules}/headspace/a.ts`, 'import "../attention/index.ts";'],
  ["modules-point-down", `${modules}/unlisted/a.ts`, 'import "../projects/index.ts";'],
  ["only-app-composes", `${modules}/agents/a.ts`, 'await import("../../app/compose.ts");'],
  ["no-skipped-layer", `${modules}/projects/a.routes.ts`, 'import "./projects.repository.ts";'],
  ["pure-stays-pure", `${modules}/backends/a.ts`, 'import "node:fs";'],
  ["pure-stays-pure", `${modules}/agents/tracking/a.ts`, 'import "../../../platform/database/database.ts";'],
  ["pure-stays-pure", `${server}/kernel/a.ts`, 'import "node:os";'],
  ["drivers-stay-in-platform", `${modules}/agents/a.ts`, 'import "pg";'],
  ["drivers-stay-in-platform", `${modules}/hooks/a.ts`, 'import { spawn } from "node:child_process";'],
  ["contract-is-plain", "packages/contract/src/a.ts", 'import "kysely";'],
  ["client-knows-the-contract-only", "packages/client/src/a.ts", 'import "@signalbox/testkit/recordings";'],
  ["state-folder-is-a-leaf", "packages/state-folder/src/a.ts", 'import "@signalbox/client/client";'],
  ["platform-knows-no-module", `${server}/platform/http/a.ts`, 'import "@signalbox/client/client";'],
  ["the-wire-is-the-boundary", "apps/web/src/lib/a.ts", 'import "../../../server/src/kernel/errors.ts";'],
  ["the-wire-is-the-boundary", "apps/cli/src/a.ts", 'type T = import("../../server/src/main.ts").T;'],
  ["packages-by-name", "apps/cli/src/a.ts", 'import "../../../packages/client/src/client.ts";'],
  ["testkit-is-for-tests", `${modules}/agents/a.ts`, 'import "@signalbox/testkit/recordings";'],
  ["web-feature-front-door", "apps/web/src/features/projects/a.ts", 'import "../agents/queries.ts";'],
  ["web-foundations-know-no-feature", "apps/web/src/ui/a.tsx", 'import "../features/agents/index.ts";'],
  [
    "web-foundations-know-no-feature",
    "apps/web/src/features/projects/a.ts",
    'import "../../app/router.tsx";',
  ],
];

const check = (texts: Record<string, string>) => {
  const { repository, files } = planted({ ...innocent, ...texts });
  return checkBoundaries(repository, files);
};

test("a tree in order breaks no rule", () => {
  expect(check({})).toEqual([]);
});

describe("a planted violation is reported", () => {
  test.each(violations)("%s: %s with %s", (rule, file, text) => {
    expect(check({ [file]: `// first\n${text}` })).toContainEqual(
      expect.objectContaining({ rule, file: `${file}:2` }),
    );
  });

  test("and every rule has one", () => {
    const planted = new Set(violations.map(([rule]) => rule));
    expect(rules.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
  });
});

test("files that import each other are reported, types alone too", () => {
  const reported = check({
    "apps/cli/src/a.ts": 'import "./b.ts";',
    "apps/cli/src/b.ts": 'import type { C } from "./c.ts";',
    "apps/cli/src/c.ts": 'export type { A } from "./a.ts";',
  });
  expect(reported).toMatchObject([
    { rule: "no-cycles", message: expect.stringMatching(/a\.ts → .*b\.ts → .*c\.ts → .*a\.ts$/) },
  ]);
});

test("a module that stands in no row is reported", () => {
  expect(check({ [`${modules}/surprise/index.ts`]: "" })).toMatchObject([
    { rule: "modules-are-listed", file: `${modules}/surprise` },
  ]);
});

test("no module stands in two rows", () => {
  const names = moduleTiers.flat();
  expect(new Set(names).size).toBe(names.length);
});
