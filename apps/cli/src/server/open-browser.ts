import { spawn } from "node:child_process";
import type { Context } from "./connect.ts";

/** Opens a link in the person's browser; where there is none the link was printed anyway. */
export function openInBrowser({ config }: Context, url: string): Promise<boolean> {
  const program = config.platform === "darwin" ? "open" : "xdg-open";
  return new Promise((resolve) => {
    const child = spawn(program, [url], { detached: true, stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
