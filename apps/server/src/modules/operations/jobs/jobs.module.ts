import type { MountedRoute } from "../../../platform/http/http.ts";
import type { Job } from "../../../platform/jobs/define-job.ts";
import { createDeadLetters, type DeadLettersOptions } from "./dead-letters.service.ts";
import { deadLetterRoutes, jobRoutes } from "./jobs.routes.ts";
import { createJobsService, type JobsServiceOptions } from "./jobs.service.ts";

export interface JobOperations {
  routes: MountedRoute[];
  jobs: Job[];
}

/** What people see of jobs and do to them, and the jobs that keep the server in order. */
export const createJobOperations = (options: JobsServiceOptions & DeadLettersOptions): JobOperations => ({
  routes: [...jobRoutes(createJobsService(options)), ...deadLetterRoutes(createDeadLetters(options))],
  jobs: [],
});
