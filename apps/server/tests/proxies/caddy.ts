import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "@signalbox/testkit/free-port";
import { cleanEnvironment } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { deployFolder, ended, type ProxyOptions, type RunningProxy, startProxy } from "./proxy.ts";

const run = promisify(execFile);

/** `deploy/Caddyfile` as it is; only ports and where certificates come from are told around it. */
export const startCaddy = async (file: string, options: ProxyOptions): Promise<RunningProxy> => {
  const { folder, name, port, plainPort, prefix, upstreams } = options;
  const storage = join(folder, "caddy");
  const config = join(folder, "Caddyfile");
  writeFileSync(
    config,
    `{
	admin 127.0.0.1:${await freePort()}
	http_port ${plainPort}
	https_port ${port}
	local_certs
	skip_install_trust
	storage file_system ${storage}
	log {
		output discard
	}
}
import ${join(deployFolder, "Caddyfile")}
`,
  );
  const env = {
    HOME: folder,
    SIGNALBOX_SITE: `${name}:${port}`,
    SIGNALBOX_PATH: prefix,
    SIGNALBOX_UPSTREAMS: upstreams.join(" "),
  };
  const args = ["--config", config, "--adapter", "caddyfile"];
  const child = await startProxy({ file, args: ["run", ...args], env }, port);
  const root = join(storage, "pki", "authorities", "local", "root.crt");
  const ca = await until(
    () => tryRead(root),
    () => "Caddy to make its certificate",
  );
  return {
    ca,
    reload: async () => {
      await run(file, ["reload", "--force", ...args], { env: cleanEnvironment(env) });
    },
    stop: () => ended(child, "SIGTERM"),
  };
};

const tryRead = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // In a moment.
    return undefined;
  }
};
