import { defineConfig } from "vitest/config";

const outside = ["**/node_modules/**", "**/dist/**"];
const database = "**/*.db.test.ts";
const realPrograms = "**/*.e2e.test.ts";

/**
 * What a run on a PostgreSQL server leaves to the other run: tests of the embedded engine itself, those that start the
 * engine they are about, or need none, and those of programs in terminals, whose rows have tests of their own. Of the
 * CLIs one is enough there.
 */
const sameOnAnyEngine = [
  "**/embedded/**",
  "**/intake/statements.db.test.ts",
  "**/demo/**",
  "**/{server-database,server-backups,redis,relocate}.e2e.test.ts",
  "**/tests/{clock,crash,migrate-to,read-only,restore,several-nodes,sleep,start,units}.e2e.test.ts",
  "**/testkit/src/{claude,clis,postgres,terminal}.e2e.test.ts",
  "**/{platform/tmux/*,liveness/panes}.e2e.test.ts",
  "**/tests/{answers-nodes,keys,keys-*,launches,launch-*,owned*,personas,restarts}.e2e.test.ts",
  "**/tests/{terminal,terminal-claude,texts,texts-*}.e2e.test.ts",
  "**/tests/{truth-codex,truth-gemini,truth-opencode,opencode-store}.e2e.test.ts",
];
const exclude = process.env.SIGNALBOX_TEST_DATABASE_URL ? [...outside, ...sameOnAnyEngine] : outside;

/** The suffix of a test file tells its cost: pure, on a real database, or with real programs around it. */
export default defineConfig({
  test: {
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // A busy machine is no fault of what is waited for.
    expect: { poll: { timeout: 10_000 } },
    // It may make one miss a deadline once, too; the log names what was tried again.
    retry: 1,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{apps,packages,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: [...outside, database, realPrograms],
        },
      },
      { extends: true, test: { name: "db", include: [`{apps,packages}/${database}`], exclude } },
      {
        extends: true,
        test: {
          name: "cli",
          include: [`{apps,packages,bench}/${realPrograms}`],
          exclude,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
