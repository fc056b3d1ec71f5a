import type { Asked } from "./asked.ts";
import {
  addComment,
  changeComment,
  getStatus,
  listComments,
  listIssues,
  openIssue,
  setStatus,
} from "./issues.ts";
import { presentRepository, presentUser } from "./present.ts";
import { addReview, changePull, getPull, listFiles, listPulls, listReviews, openPull } from "./pulls.ts";

/** A route under `/repos/{owner}/{repo}`. What answers with a list is told in pages. */
export interface FakeRoute {
  method: string;
  path: RegExp;
  status: number;
  answer(asked: Asked): unknown;
}

const number = "(?<number>\\d+)";
const route = (method: string, path: string, answer: FakeRoute["answer"], status = 200): FakeRoute => ({
  ...{ method, path: new RegExp(`^${path}$`), answer, status },
});

function getPermission({ repository, part }: Asked) {
  const permission = repository.permissions.get(part("login")) ?? "none";
  return { permission, role_name: permission, user: presentUser(part("login")) };
}

function getRepository({ repository, login }: Asked) {
  const permission = repository.permissions.get(login) ?? "none";
  const [admin, push] = [permission === "admin", permission === "admin" || permission === "write"];
  return { ...presentRepository(repository), permissions: { admin, push, pull: permission !== "none" } };
}

export const routes: readonly FakeRoute[] = [
  route("GET", "", getRepository),
  route("GET", "/collaborators/(?<login>[^/]+)/permission", getPermission),
  route("GET", "/pulls", listPulls),
  route("POST", "/pulls", openPull, 201),
  route("GET", `/pulls/${number}`, getPull),
  route("PATCH", `/pulls/${number}`, changePull),
  route("GET", `/pulls/${number}/files`, listFiles),
  route("GET", `/pulls/${number}/reviews`, listReviews),
  route("POST", `/pulls/${number}/reviews`, addReview),
  route("GET", "/issues", listIssues),
  route("POST", "/issues", openIssue, 201),
  route("GET", `/issues/${number}/comments`, listComments),
  route("POST", `/issues/${number}/comments`, addComment, 201),
  route("PATCH", "/issues/comments/(?<comment>\\d+)", changeComment),
  route("GET", "/commits/(?<sha>[^/]+)/status", getStatus),
  route("POST", "/statuses/(?<sha>[^/]+)", setStatus, 201),
];
