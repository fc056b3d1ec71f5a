/** For `catch`: null where there is no such file or folder. */
export const unlessMissing = (error: unknown): null => {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
};
