import { AppError } from "../../kernel/errors.ts";

const invalid = (code: string, path: string, message: string) =>
  new AppError("invalid", code, message, { faults: [{ path, message }] });

interface Taken {
  id: string;
  name: string;
}

export const projectErrors = {
  notFound: (id: string) => new AppError("not_found", "projects.not_found", `No project ${id}`),
  pathRelative: (path: string) =>
    invalid("projects.path_relative", "path", `${path} is no path from the root on: it must begin with /`),
  pathMissing: (path: string) =>
    invalid(
      "projects.path_missing",
      "path",
      `There is no folder ${path} on the machine that Signalbox runs on`,
    ),
  pathNoProject: (path: string) =>
    invalid(
      "projects.path_no_project",
      "path",
      `${path} can't be a project: neither can home, /, folders of CLIs, nor a temporary folder without a marker such as .git`,
    ),
  pathInside: (path: string, owner: string) =>
    invalid("projects.path_inside", "path", `Work in ${path} belongs to ${owner}: add that folder instead`),
  pathTaken: (path: string, { id, name }: Taken) =>
    new AppError("conflict", "projects.path_taken", `${path} is the project ${name} already (${id})`),
  /** What was given is not repeated: a password may be in it. */
  remoteInvalid: () =>
    invalid(
      "projects.remote_invalid",
      "remote",
      "That is no address of a git repository without a password, such as https://example.org/owner/name or git@example.org:owner/name",
    ),
  remoteTaken: (remote: string, { id, name }: Taken) =>
    new AppError("conflict", "projects.remote_taken", `${remote} is the project ${name} already (${id})`),
  nowhere: () =>
    invalid(
      "projects.nowhere",
      "remote",
      "A project without a folder needs its remote: give it a folder first",
    ),
};
