import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who listens on a port, as far as the tools of the machine tell. */
export async function holderOf(wanted: number): Promise<string | null> {
  const told = (file: string, args: string[]) =>
    run(file, args).then(
      ({ stdout }) => stdout,
      () => "",
    );
  const lsof = await told("lsof", ["-nP", `-iTCP:${wanted}`, "-sTCP:LISTEN", "-Fpc"]);
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(lsof) ?? [];
  if (pid !== undefined) return `${name} (pid ${pid})`;
  const ss = await told("ss", ["-Hltnp", `sport = :${wanted}`]);
  const [, ssName, ssPid] = /\(\("([^"]+)",pid=(\d+)/.exec(ss) ?? [];
  return ssPid === undefined ? null : `${ssName} (pid ${ssPid})`;
}
