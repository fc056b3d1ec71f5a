import type { Project } from "@signalbox/contract/projects";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { count, shortPath } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { Page } from "../../../ui/page.tsx";
import { DeadLink, Unread } from "../../../ui/reading.tsx";
import { Activity, Branches } from "../components/activity.tsx";
import { WorktreeOf, Worktrees } from "../components/kinship.tsx";
import { EditProject } from "../components/project-form.tsx";
import { projectQuery } from "../queries.ts";
import "./project.css";

interface ProjectPageProps {
  agents: (projectId: string) => ReactNode;
  /** What starts an agent in it. */
  start: (projectId: string) => ReactNode;
  /** How many executions run in it at once. */
  limit: (projectId: string) => ReactNode;
}

/** `/projects/:projectId`; its agents are brought by the frame, which knows both. */
export const ProjectPage = ({ agents, start, limit }: ProjectPageProps) => {
  const { projectId = "" } = useParams({ strict: false });
  const query = useQuery(projectQuery(projectId));
  const project = query.data;
  if (project === undefined) {
    return (
      <Page title="Project">
        <div className="pagehead">
          <h1>Project</h1>
        </div>
        <section className="panel">
          {isMissing(query.error) ? (
            <DeadLink
              title="No project is at this address"
              lead={{ to: "/projects", word: "See all projects" }}
            />
          ) : (
            <Unread query={query} loading="Loading the project" failed="This project could not be read" />
          )}
        </section>
      </Page>
    );
  }
  return (
    <Page title={project.name}>
      <div className="pagehead">
        <h1>{project.name}</h1>
        <span className="mono ink3 break">
          {project.path === null ? project.remote : shortPath(project.path)}
        </span>
        <WorktreeOf project={project} />
        <Branches projectId={project.id} />
        <span className="push" />
        {project.path === null ? null : start(project.id)}
        {limit(project.id)}
        <EditProject
          project={project}
          trigger={
            <button type="button" className="btn">
              Edit
            </button>
          }
        />
      </div>
      <About project={project} />
      <section className="panel" aria-labelledby="project-agents">
        <div className="panel__head">
          <h2 id="project-agents">Agents</h2>
          <span className="push small ink3 num">
            {count(project.liveAgents, "live agent")}
            {project.awaitingInput === 0 ? "" : `, ${project.awaitingInput} waiting`}
          </span>
        </div>
        <Worktrees project={project} />
        {agents(project.id)}
      </section>
      <section className="panel project__lately" aria-labelledby="project-activity">
        <div className="panel__head">
          <h2 id="project-activity">Lately</h2>
        </div>
        <Activity projectId={project.id} />
      </section>
    </Page>
  );
};

const About = ({ project: { description, remote, path } }: { project: Project }) => {
  const from = path === null ? null : remote;
  if (description === "" && from === null) return null;
  return (
    <div className="project__about">
      {description === "" ? null : <p className="ink2 break">{description}</p>}
      {from === null ? null : <p className="small ink3 mono break">{from}</p>}
    </div>
  );
};
