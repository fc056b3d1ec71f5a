import type { Project } from "@signalbox/contract/projects";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, shortPath } from "../../../lib/format.ts";
import { Count } from "../../../ui/count.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { toSetup } from "../../settings/index.ts";
import { AddProject } from "../components/project-form.tsx";
import { projectsQuery, useProjects } from "../queries.ts";
import "./project.css";

/** `/projects` */
export const ProjectsPage = () => {
  const query = useQuery(projectsQuery);
  const projects = query.data;
  const [wanted, setWanted] = useState("");
  const shown = projects?.filter(({ name, path, remote }) =>
    `${name} ${path ?? ""} ${remote ?? ""}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <Page title="Projects">
      <div className="pagehead">
        <h1>Projects</h1>
        {projects === undefined ? null : (
          <span className="ink3 small">{count(projects.length, "project")}</span>
        )}
        <span className="push" />
        <input
          type="search"
          className="field filter"
          aria-label="Filter projects"
          placeholder="Filter"
          data-filter
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <AddProject
          trigger={
            <button type="button" className="btn">
              <Icon name="plus" small />
              Add
            </button>
          }
        />
      </div>
      <section className="panel" aria-label="Projects">
        {shown === undefined ? (
          <Unread query={query} lines={6} loading="Loading projects" failed="Projects could not be read" />
        ) : (
          <Projects projects={shown} filtered={wanted !== ""} />
        )}
      </section>
    </Page>
  );
};

const Projects = ({ projects, filtered }: { projects: readonly Project[]; filtered: boolean }) => {
  if (projects.length === 0 && filtered) {
    return (
      <Empty title="No project matches">
        <p>Try fewer letters.</p>
      </Empty>
    );
  }
  if (projects.length === 0) return <NoProjects />;
  return (
    <Scroller className="table-scroll" label="List of projects">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col" className="wide-only">
              Folder
            </th>
            <th scope="col" className="is-number">
              Waiting
            </th>
            <th scope="col" className="is-number">
              Live agents
            </th>
            <th scope="col" className="is-number wide-only">
              Last seen
            </th>
          </tr>
        </thead>
        <tbody>
          {projects.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </tbody>
      </table>
    </Scroller>
  );
};

const NoProjects = () => (
  <Empty title="No project yet" lead={toSetup}>
    <p>A folder becomes a project when the first agent works in it, or when you add it.</p>
  </Empty>
);

const whereOf = ({ path, remote }: Project): string => path ?? remote ?? "";

const ProjectRow = ({ project }: { project: Project }) => {
  const now = useNow();
  const repository = useProjects().get(project.repositoryId ?? "");
  return (
    <tr>
      <td className="strong">
        <Link to="/projects/$projectId" params={{ projectId: project.id }} data-stop>
          {project.name}
        </Link>
        {repository === undefined ? null : <span className="small ink3"> worktree of {repository.name}</span>}
      </td>
      <td className="mono ink2 is-fill wide-only" title={whereOf(project)}>
        {project.path === null ? project.remote : shortPath(project.path)}
      </td>
      <td className="is-number">
        {project.awaitingInput === 0 ? (
          <span className="ink3">0</span>
        ) : (
          <Count stop>{project.awaitingInput}</Count>
        )}
      </td>
      <td className="is-number">{project.liveAgents}</td>
      <td className="is-number ink2 wide-only">
        {project.lastSeenAt === null ? "never" : moment(project.lastSeenAt, now)}
      </td>
    </tr>
  );
};
