import { hookErrors } from "../hooks.errors.ts";

/** What the system calls an error of a file. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;

/** For `catch`: null where there is nothing at all. */
export const unlessMissing = (error: unknown): null => {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
};

/** Runs `work` on a file, and tells what keeps the system from it with its cure. */
export async function withFaultsOf<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(path, error);
  }
}

function faultOf(path: string, error: unknown): unknown {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return hookErrors.readOnly(path, error);
    case "ENOSPC":
    case "EDQUOT":
      return hookErrors.diskFull(path, error);
    case "ENOTDIR":
      return hookErrors.unexpected(path, "the file", "lies in what is no folder");
    case "EISDIR":
      return hookErrors.unexpected(path, "the file", "is a folder");
    case "ENAMETOOLONG":
      return hookErrors.unexpected(path, "the file", "has too long a name");
    default:
      return error;
  }
}
