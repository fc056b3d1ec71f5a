import type { Project } from "@signalbox/contract/projects";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../../ui/icon.tsx";
import { useProjects } from "../queries.ts";

/** The repository that a project is a worktree of. */
export const WorktreeOf = ({ project: { repositoryId } }: { project: Project }) => {
  const repository = useProjects().get(repositoryId ?? "");
  if (repository === undefined) return null;
  return (
    <span className="facts__item small ink2 row row--tight">
      <Icon name="branch" small />
      <span>
        worktree of{" "}
        <Link to="/projects/$projectId" params={{ projectId: repository.id }} className="link">
          {repository.name}
        </Link>
      </span>
    </span>
  );
};

/** The worktrees of a repository whose agents are listed with its own. */
export const Worktrees = ({ project: { id } }: { project: Project }) => {
  const own = [...useProjects().values()].filter(({ repositoryId }) => repositoryId === id);
  if (own.length === 0) return null;
  return (
    <p className="panel__body small ink2 project__worktrees">
      With {own.length === 1 ? "its worktree" : "its worktrees"}{" "}
      {own.map(({ id: projectId, name }, n) => (
        <span key={projectId}>
          {n === 0 ? "" : ", "}
          <Link to="/projects/$projectId" params={{ projectId }} className="link">
            {name}
          </Link>
        </span>
      ))}
    </p>
  );
};
