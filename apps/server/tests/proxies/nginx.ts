import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployFolder, ended, type ProxyOptions, type RunningProxy, startProxy } from "./proxy.ts";

/** `deploy/nginx/signalbox.conf` with our own in place of its names, ports and certificate, in an nginx of its own. */
export const startNginx = async (file: string, options: ProxyOptions): Promise<RunningProxy> => {
  const { folder, port } = options;
  const certificate = selfSigned(folder, options.name);
  const site = join(folder, "signalbox.conf");
  writeFileSync(site, siteFor(options, certificate));
  for (const name of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(join(folder, name));
  const config = join(folder, "nginx.conf");
  writeFileSync(config, mainFor(folder, site));
  const args = ["-p", folder, "-e", "stderr", "-c", config];
  const child = await startProxy({ file, args }, port);
  return {
    ca: readFileSync(certificate.file, "utf8"),
    reload: async () => void child.kill("SIGHUP"),
    stop: () => ended(child, "SIGTERM"),
  };
};

const siteFor = (
  { name, port, plainPort, prefix, upstreams }: ProxyOptions,
  certificate: { file: string; key: string },
): string => {
  const replacements: [RegExp, string][] = [
    [/https:\/\/box\.example\$/, `https://${name}:${port}$`],
    [/listen \[::\].*\n/g, ""],
    [/listen 80;/, `listen 127.0.0.1:${plainPort};`],
    [/listen 443/, `listen 127.0.0.1:${port}`],
    [/server_name box\.example/g, `server_name ${name}`],
    [/server 127\.0\.0\.1:7373 (.*)\n/, upstreams.map((upstream) => `server ${upstream} $1\n`).join("")],
    [/\S+fullchain\.pem/, certificate.file],
    [/\S+privkey\.pem/, certificate.key],
    [/location \/ \{/, `location ${prefix === "" ? "/" : prefix} {`],
  ];
  return replacements.reduce(
    (text, [from, to]) => {
      if (text.search(from) < 0) throw new Error(`signalbox.conf has no ${from}`);
      return text.replace(from, to);
    },
    readFileSync(join(deployFolder, "nginx", "signalbox.conf"), "utf8"),
  );
};

const mainFor = (folder: string, site: string): string => `
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
events { worker_connections 256; }
http {
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
    include ${site};
}
`;

const selfSigned = (folder: string, name: string): { file: string; key: string } => {
  const [file, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  execFileSync(
    "openssl",
    [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ],
      ...["-keyout", key, "-out", file, "-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`],
    ],
    { stdio: "ignore" },
  );
  return { file, key };
};
