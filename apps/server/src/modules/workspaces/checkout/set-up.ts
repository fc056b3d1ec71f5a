import type { GitOptions } from "../../../platform/git/git.ts";
import { copyIncluded, runSetup } from "../../launches/index.ts";
import type { Source } from "../mirror/source.ts";
import { workspaceErrors } from "../workspaces.errors.ts";

interface Made {
  tree: string;
  mirror: string;
  source: Source;
  note(text: string): Promise<void>;
}

/** Makes a checkout ready as the repository wants it: ignored files of the person's own checkout, its setup script. */
export async function setUp({ tree, mirror, source, note }: Made, options: GitOptions): Promise<void> {
  if (source.folder !== null) {
    const copied = await copyIncluded({ from: source.folder, to: tree }, options);
    if (copied !== null) await note(copied);
  }
  const setup = await runSetup({ repository: mirror, path: tree }, options);
  options.signal?.throwIfAborted();
  if (setup === null) return;
  await note(`Its setup script said:\n${setup.output}`.trimEnd());
  if (!setup.ok) throw workspaceErrors.setupFailed();
}
