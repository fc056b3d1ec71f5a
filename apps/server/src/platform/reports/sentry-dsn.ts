/** Where errors are reported to. */
export interface SentryAddress {
  url: string;
  /** Names the project's client; Sentry calls it public. */
  key: string;
}

/** Reads a DSN, `https://<key>@<host>/<project>`; undefined where it is none. */
export function readDsn(dsn: string): SentryAddress | undefined {
  if (!URL.canParse(dsn)) return undefined;
  const { protocol, username, host, pathname } = new URL(dsn);
  const [, folder = "", project] = /^(\/.*?)?\/(\d+)\/?$/.exec(pathname) ?? [];
  if (!/^https?:$/.test(protocol) || username === "" || project === undefined) return undefined;
  return { url: `${protocol}//${host}${folder}/api/${project}/envelope/`, key: username };
}
