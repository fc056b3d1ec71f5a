import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Gate } from "../../platform/http/gate.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { type Audit, type Cause, createAudit } from "./audit.ts";
import { authErrors } from "./auth.errors.ts";
import { authRoutes } from "./auth.routes.ts";
import { createGate } from "./gate/gate.ts";
import { peerProcesses } from "./gate/peer-processes.ts";
import { ensureKeyFile, type KeyFile } from "./keys/key-file.ts";
import { createKeys } from "./keys/keys.ts";
import { createSignIns } from "./sign-ins/sign-ins.ts";

export interface AuthOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  /** A bootstrap key with every scope but `answer`; never stored. */
  adminKey?: string | undefined;
  /** Where the web app is, once the server listens: `http://127.0.0.1:7373`. */
  origin: () => string;
  /** Processes of the agents being watched: neither they nor what they start may sign a browser in. */
  watchedPids: () => Promise<ReadonlySet<number>>;
}

/** What other modules and the composition root may ask of auth. */
export interface AuthApi {
  audit: Audit;
  createSignInLink(cause: Cause): Promise<{ url: string; expiresAt: Date }>;
  /** Sees to it that a program of ours finds a working key in its file. */
  ensureKeyFile(file: KeyFile): Promise<void>;
}

export interface Auth {
  api: AuthApi;
  gate: Gate;
  routes: MountedRoute[];
  services: Service[];
}

export const createAuth = (options: AuthOptions): Auth => {
  const { clock, log, watchedPids } = options;
  const audit = createAudit(clock);
  const keys = createKeys({ ...options, adminKey: options.adminKey, audit });
  const signIns = createSignIns({ ...options, audit });
  const gate = createGate({ keys, signIns, clock });

  const refuseWatchedAgent = async (peer: Peer) => {
    const [watched, behind] = await Promise.all([watchedPids(), peerProcesses(peer)]);
    if (behind.some((pid) => watched.has(pid))) throw authErrors.watchedAgent();
  };

  return {
    api: {
      audit,
      createSignInLink: signIns.createLink,
      ensureKeyFile: (file) => ensureKeyFile(keys, log, file),
    },
    gate,
    routes: authRoutes({ keys, signIns, gate, refuseWatchedAgent }),
    services: [keys.usage, signIns.usage],
  };
};
