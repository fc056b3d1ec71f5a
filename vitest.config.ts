import { defineConfig } from "vitest/config";

const outside = ["**/node_modules/**", "**/dist/**"];
const database = "**/*.db.test.ts";
const realPrograms = "**/*.e2e.test.ts";

/** The suffix of a test file tells its cost: pure, on a real database, or with real programs around it. */
export default defineConfig({
  test: {
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // A busy machine is no fault of what is waited for.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{apps,packages,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: [...outside, database, realPrograms],
        },
      },
      { extends: true, test: { name: "db", include: [`{apps,packages}/${database}`], exclude: outside } },
      {
        extends: true,
        test: {
          name: "cli",
          include: [`{apps,packages,bench}/${realPrograms}`],
          exclude: outside,
          testTimeout: 120_000,
          // Real programs on a busy machine may miss a deadline once.
          retry: 1,
        },
      },
    ],
  },
});
