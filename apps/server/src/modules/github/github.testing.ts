import { join } from "node:path";
import { type FakeGitHub, startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import { allowedNetworks, noNetworks } from "../../platform/outbound/allowed-address.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { createOutboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import { openVault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import { createAsk } from "./asking/ask.ts";
import { createAsking } from "./asking/asking.ts";
import { createGitHub } from "./github.module.ts";
import { createReads } from "./reading.ts";
import { createGitHubSettings } from "./settings.service.ts";
import { createWrites } from "./writing.ts";

type Entry = Parameters<Audit["record"]>[1];

/** The connection of a database to a GitHub on this machine. */
export async function aConnection(
  db: TestDatabase,
  reaches: readonly string[] = ["127.0.0.0/8"],
  clock: Clock = systemClock,
) {
  const github: FakeGitHub = await startFakeGitHub();
  const folder = temporaryFolder("github");
  onTestFinished(async () => {
    await github.stop();
    removeFolder(folder);
    await db.pool.query("delete from github_connections");
  });
  const outbound = createOutbound({ allowed: allowedNetworks(reaches) ?? noNetworks });
  const fetch = createOutboundFetch({ outbound, timeLimitMs: 5_000, mostBytes: 1_000_000 });
  const ask = createAsk({ fetch, clock });
  const audited: Entry[] = [];
  const audit = { record: async (_tx: unknown, entry: Entry) => void audited.push(entry) };
  const vault = openVault(join(folder, "vault"));
  const settings = createGitHubSettings({
    ...{ db, clock, audit, ask, vault },
  });
  const by = { actor: "user", correlationId: "test" };
  const asking = createAsking(ask, settings.access);
  const api = { ...createReads(asking), ...createWrites(asking) };
  const connect = (token = github.token) => settings.connect({ apiUrl: github.url, token }, by);
  /** As an app that is installed for some repositories. */
  const connectApp = (...repositories: Parameters<FakeGitHub["install"]>[0]) => {
    const { privateKey, appId } = github.app();
    const installation = github.install(repositories);
    const connected = settings.connectApp({ apiUrl: github.url, appId, privateKey }, by);
    return connected.then((connection) => ({ connection, installation, privateKey, appId }));
  };
  const refuseWatchedAgent = async () => {};
  const module = createGitHub({ ...{ db, clock, audit, vault, outbound, refuseWatchedAgent } });
  return { connectApp, module: module.api, github, settings, api, audited, by, connect };
}
