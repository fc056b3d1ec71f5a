import { access } from "node:fs/promises";
import { join } from "node:path";
import { gitBranch } from "./git-branch.ts";
import { type HasMarker, type ProjectRules, projectFolder } from "./project-folder.ts";

/** What the disk tells of a folder. */
export interface FolderLook {
  /** The project's folder; null where work there belongs to none. */
  projectPath: string | null;
  branch: string | null;
}

export const lookAtFolder = async (cwd: string, rules: ProjectRules): Promise<FolderLook> => {
  const [projectPath, branch] = await Promise.all([projectFolder(cwd, rules, hasMarker), gitBranch(cwd)]);
  return { projectPath, branch };
};

const hasMarker: HasMarker = async (folder, markers) => {
  // Most folders of a made-up path do not exist: one look at the folder spares one for each marker.
  const exists = await access(folder).then(yes, no);
  return exists && Promise.any(markers.map((marker) => access(join(folder, marker)))).then(yes, no);
};

const yes = () => true;
const no = () => false;
