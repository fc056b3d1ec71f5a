import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { refused } from "./refused.ts";
import type { FakeRepository } from "./state.ts";

/** An app's place at one account. */
export interface FakeInstallation {
  id: number;
  account: string;
  repositories: FakeRepository[];
  permissions: Record<string, string>;
  suspended: boolean;
}

/** An app as GitHub knows it: without its private key. */
export interface FakeApp {
  id: string;
  slug: string;
  publicKey: string;
  installations: FakeInstallation[];
  tokens: Map<string, { installation: FakeInstallation; expiresAt: number }>;
}

export const usualPermissions = {
  ...{ contents: "write", issues: "write", pull_requests: "write", statuses: "write", metadata: "read" },
};

/** An app, and the key that its owner keeps. */
export function newApp(slug: string): { app: FakeApp; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    ...{ modulusLength: 2_048, publicKeyEncoding: { type: "spki", format: "pem" } },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return { app: { id: "4711", slug, publicKey, installations: [], tokens: new Map() }, privateKey };
}

const mostSeconds = 600;

/** Refuses what the app did not sign, or signed for too long, too early or too late. */
export function proveApp(app: FakeApp, token: string, now: Date): void {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const said = Buffer.from(`${head}.${claims}`);
  const isSigned = verify(
    "RSA-SHA256",
    said,
    createPublicKey(app.publicKey),
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) refused(401, "A JSON web token could not be decoded");
  const { iat, exp, iss } = JSON.parse(Buffer.from(claims, "base64url").toString());
  const seconds = now.getTime() / 1_000;
  if (iss !== app.id) refused(404, "Integration not found");
  if (exp <= seconds) refused(401, "'Expiration time' claim ('exp') must be a numeric value in the future");
  if (exp - seconds > mostSeconds) refused(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat > seconds) refused(401, "'Issued at' claim ('iat') must be an Integer in the past");
}

export const presentInstallation = (one: FakeInstallation) => ({
  ...{ id: one.id, account: { login: one.account }, permissions: one.permissions },
  repository_selection: "selected",
  suspended_at: one.suspended ? "2026-01-01T00:00:00Z" : null,
});

/** What an installation needs for a request, and what it has. */
export function needsPermission({ permissions }: FakeInstallation, method: string, rest: string): void {
  const name = /^\/pulls/.test(rest)
    ? "pull_requests"
    : /^\/issues/.test(rest)
      ? "issues"
      : /^\/(?:statuses|commits\/[^/]+\/status)/.test(rest)
        ? "statuses"
        : "metadata";
  const has = permissions[name];
  if (has === undefined || (method !== "GET" && has !== "write"))
    refused(403, "Resource not accessible by integration");
}
