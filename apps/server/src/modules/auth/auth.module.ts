import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Gate } from "../../platform/http/gate.ts";
import type { Caller, Cause, MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { auditRoutes } from "./audit/audit.routes.ts";
import { type Audit, createAudit } from "./audit/audit.ts";
import { createAuditLog } from "./audit/audit-log.ts";
import { authErrors } from "./auth.errors.ts";
import { callerRoutes, keyRoutes } from "./auth.routes.ts";
import { createGate } from "./gate/gate.ts";
import { isBelow } from "./gate/peer-processes.ts";
import { createTickets } from "./gate/tickets.ts";
import { grantRoutes } from "./grants/grants.routes.ts";
import { createGrants } from "./grants/grants.ts";
import { keepHouse } from "./housekeeping.ts";
import { ensureKeyFile, type KeyFile } from "./keys/key-file.ts";
import { createKeys } from "./keys/keys.ts";
import { createPasswords } from "./passwords/passwords.ts";
import { followRevocations } from "./revocations.ts";
import { type IdentityOptions, identityReader } from "./sign-ins/identity.ts";
import { createLinks } from "./sign-ins/links.ts";
import { signInRoutes } from "./sign-ins/sign-ins.routes.ts";
import { createSignIns } from "./sign-ins/sign-ins.ts";
import { createWaysIn } from "./sign-ins/ways-in.ts";
import { findUser, isUserInUse, machineUser } from "./users/users.repository.ts";
import { userRoutes } from "./users/users.routes.ts";
import { createUsers } from "./users/users.ts";

export interface AuthOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  /** A bootstrap key with every scope but `answer`; never stored. */
  adminKey?: string | undefined;
  /** The header in which trusted proxies name a login, where one does. */
  identity?: IdentityOptions | undefined;
  /** Where the web app is, once the server listens: `http://127.0.0.1:7373`. */
  origin: () => string;
  /** Processes of the agents being watched: neither they nor what they start may sign a browser in, or start and end others. */
  watchedPids: () => Promise<ReadonlySet<number>>;
}

/** What other modules and the composition root may ask of auth. */
export interface AuthApi {
  audit: Audit;
  /** For whoever has the machine. */
  createSignInLink(cause: Cause): Promise<{ url: string; expiresAt: Date }>;
  /** Whether anybody can sign in with a password. */
  hasPasswordAccount(): Promise<boolean>;
  /** Gives whoever has the machine a password, where nobody has one yet. */
  setFirstPassword(password: string): Promise<void>;
  /** Who a sign-in lets in, while it is not over. */
  signedIn(signInId: string): Promise<Caller | null>;
  /** Whether an account is there and not disabled. */
  isInUse(userId: string): Promise<boolean>;
  /** What a person is called. @throws AppError `auth.user_not_found` */
  userName(userId: string): Promise<string>;
  /** Sees to it that a program of ours finds a working key in its file. */
  ensureKeyFile(file: KeyFile): Promise<void>;
  /** Throws where a watched agent, or a program it started, is at the other end, as far as the system tells. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface Auth {
  api: AuthApi;
  gate: Gate;
  routes: MountedRoute[];
  services: Service[];
  /** What goes on and on, for all nodes. */
  loops: Loop[];
}

export const createAuth = (options: AuthOptions): Auth => {
  const { db, events, clock, log, watchedPids } = options;
  const base = { ...options, audit: createAudit(clock), adminKey: options.adminKey };
  const links = createLinks(base);
  const keys = createKeys(base);
  const signIns = createSignIns(base);
  const passwords = createPasswords({ ...base, links, signIns });
  const users = createUsers({ ...base, keys, links, signIns, passwords });
  const identityOf = identityReader(options.identity);
  const createsViewers = options.identity?.createsViewers ?? false;
  const waysIn = createWaysIn({ ...base, links, signIns, passwords, users, createsViewers });
  const gate = createGate({ keys, signIns, tickets: createTickets({ db, clock }), identityOf });
  const auditLog = createAuditLog({ db, audit: base.audit });

  const refuseWatchedAgent = async (peer: Peer) => {
    if (await isBelow(await watchedPids(), peer)) throw authErrors.watchedAgent();
  };

  return {
    api: {
      audit: base.audit,
      createSignInLink: (cause) => links.create({ purpose: "sign_in" }, cause),
      hasPasswordAccount: passwords.any,
      setFirstPassword: async (password) => {
        if (await passwords.any()) return;
        const { id } = await machineUser(db.read);
        await users.setPassword(id, { password }, { actor: "system", correlationId: newId() });
      },
      signedIn: (id) => signIns.known.findById(id),
      isInUse: (id) => isUserInUse(db.read, id),
      async userName(id) {
        const user = await findUser(db.read, id);
        if (user === undefined) throw authErrors.userNotFound(id);
        return user.name;
      },
      ensureKeyFile: (file) => ensureKeyFile(keys, log, file),
      refuseWatchedAgent,
    },
    gate,
    routes: [
      ...callerRoutes(gate),
      ...keyRoutes(keys),
      ...grantRoutes({ grants: createGrants({ ...base, keys }), keys, refuseWatchedAgent }),
      ...signInRoutes({ db, keys, links, signIns, passwords, waysIn, identityOf, refuseWatchedAgent }),
      ...auditRoutes({ log: auditLog, today: () => clock.now().toISOString().slice(0, 10) }),
      ...userRoutes({ keys, users, links, waysIn, loginsAreProxys: options.identity !== undefined }),
    ],
    services: [
      followRevocations({ events, log, keys: keys.known, signIns: signIns.known }),
      keys.usage,
      signIns.usage,
    ],
    loops: [keepHouse({ db, clock })],
  };
};
