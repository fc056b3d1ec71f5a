import type { HookStatus } from "@signalbox/contract/hooks";

type Found = Pick<HookStatus, "cli" | "lastHeardAt" | "name">;

/**
 * What is known of a CLI's program. One that is heard is somewhere on this machine, though the server's path does not
 * lead there: a version manager or an alias leads only the person's shell to it.
 */
export const programWord = ({ cli, lastHeardAt }: Found): string => {
  if (cli !== null) return cli.version ?? "version unknown";
  return lastHeardAt === null ? "not found here" : "not on the server’s path";
};

export const programHint = ({ cli, lastHeardAt, name }: Found): string | undefined => {
  if (cli !== null) return cli.version === null ? `${cli.path} did not tell its version` : cli.path;
  return lastHeardAt === null
    ? `No ${name} is on the path that the server was started with`
    : `${name} is heard. It is started from a folder that is not on the path the server was started with, so its version is not known`;
};
