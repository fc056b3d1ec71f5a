import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NotificationDelivery } from "@signalbox/contract/notifications";
import { routes } from "@signalbox/contract/routes";
import { isMissing, onPath } from "@signalbox/testkit/machine";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { signedIn } from "../../../tests/signed-in.ts";
import { aMailServer } from "./receiver.testing.ts";

const login = { user: "ada", password: "a mail password" };

/** A certificate for this machine that signed itself. */
function aCertificate(folder: string, name: string) {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert],
    ],
    { stdio: "ignore" },
  );
  return { file: cert, key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

describe.skipIf(isMissing(onPath("openssl", ["openssl"])))("mail", () => {
  let server: RunningServer;
  let browser: Awaited<ReturnType<typeof signedIn>>;
  const folder = temporaryFolder("certificates");
  let trusted: ReturnType<typeof aCertificate>;

  beforeAll(async () => {
    trusted = aCertificate(folder, "trusted");
    const env = { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8", NODE_EXTRA_CA_CERTS: trusted.file };
    server = await runServer({ env });
    browser = await signedIn(server);
  });
  afterAll(async () => {
    await server?.stop();
    removeFolder(folder);
  });

  /** Sends a test by a channel, and tells how its first try went. */
  const mailed = async (port: number, security: "tls" | "starttls") => {
    const body = {
      ...{ kind: "email", name: "Mail", to: "ada@example.com", from: "box@example.com" },
      ...{ host: "127.0.0.1", port, security, login },
    };
    const made = await browser("/api/notifications/channels", { method: "POST", body });
    const { channel } = routes.createNotificationChannel.replies[201].parse(await made.json());
    const sent = await browser(`/api/notifications/channels/${channel.id}/test`, { method: "POST" });
    const { deliveryId } = z.object({ deliveryId: z.string() }).parse(await sent.json());
    const read = async () =>
      NotificationDelivery.parse(await (await browser(`/api/notifications/deliveries/${deliveryId}`)).json());
    return until(
      async () => {
        const now = await read();
        return now.attempts > 0 ? now : undefined;
      },
      async () => JSON.stringify(await read()),
    );
  };

  test.each(["starttls", "tls"] as const)(
    "goes encrypted by %s, where the certificate is trusted",
    async (security) => {
      const post = await aMailServer(login, { ...trusted, secure: security === "tls" });
      expect(await mailed(post.port, security)).toMatchObject({ state: "sent", error: null });
      expect(await post.first()).toMatchObject({ secure: true, user: "ada", to: ["ada@example.com"] });
    },
  );

  test.each(["starttls", "tls"] as const)(
    "goes nowhere by %s to a server that speaks plain alone",
    async (security) => {
      const post = await aMailServer(login);
      const { state, error } = await mailed(post.port, security);
      expect(state).not.toBe("sent");
      expect(error).not.toBeNull();
      expect(error).not.toContain(login.password);
      expect(post.all).toEqual([]);
    },
  );

  test.each(["starttls", "tls"] as const)(
    "goes nowhere by %s under a certificate that nobody vouches for",
    async (security) => {
      const post = await aMailServer(login, {
        ...aCertificate(folder, security),
        secure: security === "tls",
      });
      const { state, error } = await mailed(post.port, security);
      expect(state).not.toBe("sent");
      expect(error).toMatch(/certificate/i);
      expect(post.all).toEqual([]);
    },
  );
});
