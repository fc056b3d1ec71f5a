import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@signalbox/client/client";
import { freePort } from "@signalbox/testkit/free-port";
import { hookSender } from "@signalbox/testkit/hook-sender";
import type { RunningServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { startCaddy } from "../proxies/caddy.ts";
import { connectionTo, fetchThrough } from "../proxies/through-proxy.ts";
import type { Life } from "./mortal-server.ts";

/** The one address of several nodes. It outlives them all, so that who came through it learns of no death. */
export interface Front {
  /** What the nodes have to know of it. */
  env: Readonly<Record<string, string>>;
  /** Who works with the cluster through it, once a node is up. */
  lifeOf(server: RunningServer): Promise<Life>;
  stop(): Promise<void>;
}

export interface FrontOptions {
  folder: string;
  /** The program. */
  caddy: string;
  /** Where the nodes that answer will listen. */
  ports: readonly number[];
  connections: number;
}

/** Caddy with `deploy/Caddyfile` before nodes that come and go. */
export async function behindCaddy({ folder, caddy, ports, connections }: FrontOptions): Promise<Front> {
  const [name, port] = ["box.test", await freePort()];
  const own = join(folder, "front");
  mkdirSync(own);
  const proxy = await startCaddy(caddy, {
    ...{ folder: own, name, port, plainPort: await freePort(), prefix: "" },
    upstreams: ports.map((one) => `127.0.0.1:${one}`),
  });
  const way = { name, port, ca: proxy.ca };
  const { host, servername, ca } = connectionTo(way);
  const url = `https://${name}:${port}`;
  const ended = new AbortController();
  const closing: (() => void)[] = [() => ended.abort()];

  return {
    env: { SIGNALBOX_PUBLIC_URL: url, SIGNALBOX_TRUSTED_PROXIES: "127.0.0.1" },
    async lifeOf(server) {
      const { adminKey } = server;
      const sender = hookSender({
        ...{ server: { url, adminKey }, connections },
        proxy: { host, port, ca, servername },
      });
      closing.push(sender.close);
      const through = fetchThrough(way);
      await until(
        // It listens before it has a certificate, and asks for a node's health every other second.
        () =>
          through(`${url}/health/ready`).then(
            ({ ok }) => ok || undefined,
            () => undefined,
          ),
        () => "Caddy to find a node",
      );
      const client = createClient({
        baseUrl: url,
        credentials: () => ({ apiKey: adminKey }),
        fetch: through,
      });
      return { server, sender, client, signal: ended.signal };
    },
    async stop() {
      for (const close of closing) close();
      await proxy.stop();
    },
  };
}
