/** As GitHub's routes take the name of a repository. */
export const partsOf = (repository: string): { owner: string; repo: string } => {
  const [owner = "", repo = ""] = repository.split("/", 2);
  return { owner, repo };
};
