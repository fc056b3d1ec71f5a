import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSource, listDeliveries } from "@signalbox/contract/deliveries";
import { listExecutions } from "@signalbox/contract/executions";
import { connectGitHub } from "@signalbox/contract/github";
import { createTrigger } from "@signalbox/contract/triggers";
import { startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

const name = "acme/shop";

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
    ...{ cwd, encoding: "utf8" },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
