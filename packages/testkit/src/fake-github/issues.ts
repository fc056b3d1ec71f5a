import { type Asked, needs, numberPart, optionalText, text } from "./asked.ts";
import { presentComment, presentIssue } from "./present.ts";
import { refused } from "./refused.ts";
import { hasCommit, issueOf } from "./state.ts";

/** Beyond it GitHub refuses a body. */
const longestBody = 65_536;

const bodyOf = (asked: Asked): string => {
  const body = text(asked, "body");
  return body.length > longestBody
    ? refused(422, "Validation Failed", [
        { field: "body", message: "is too long (maximum is 65536 characters)" },
      ])
    : body;
};

export function listIssues({ repository, query }: Asked) {
  const [creator, state, since] = [query.get("creator"), query.get("state") ?? "open", query.get("since")];
  return repository.issues
    .filter((issue) => creator === null || issue.author === creator)
    .filter((issue) => state === "all" || issue.state === state)
    .filter((issue) => since === null || Date.parse(issue.at) >= Date.parse(since))
    .map((issue) => presentIssue(repository, issue))
    .reverse();
}

export function openIssue(asked: Asked) {
  needs(asked, "read");
  const { repository, login: author, body } = asked;
  const labels = Array.isArray(body.labels) ? body.labels.map(String) : [];
  const issue = {
    ...{ id: asked.next(), number: repository.issues.length + 1, title: text(asked, "title"), author },
    ...{ body: optionalText(asked, "body") ?? "", at: asked.now(), labels, comments: [], pull: null },
    state: "open" as const,
  };
  repository.issues.push(issue);
  return presentIssue(repository, issue);
}

export function listComments(asked: Asked) {
  const issue = issueOf(asked.repository, numberPart(asked, "number"));
  return issue.comments.map((comment) => presentComment(asked.repository, issue, comment));
}

export function addComment(asked: Asked) {
  needs(asked, "read");
  const issue = issueOf(asked.repository, numberPart(asked, "number"));
  const comment = {
    ...{ id: asked.next(), body: bodyOf(asked), author: asked.login, at: asked.now(), changes: 0 },
  };
  issue.comments.push(comment);
  return presentComment(asked.repository, issue, comment);
}

export function changeComment(asked: Asked) {
  const id = numberPart(asked, "comment");
  for (const issue of asked.repository.issues) {
    const comment = issue.comments.find((one) => one.id === id);
    if (comment === undefined) continue;
    // Somebody else's is another one's to change.
    if (comment.author !== asked.login) needs(asked, "admin");
    comment.body = bodyOf(asked);
    comment.changes += 1;
    return presentComment(asked.repository, issue, comment);
  }
  return refused(404, "Not Found");
}

export function getStatus(asked: Asked) {
  const sha = asked.part("sha");
  const latest = new Map(
    asked.repository.statuses.filter((one) => one.sha === sha).map((status) => [status.context, status]),
  );
  return { sha, state: "success", total_count: latest.size, statuses: [...latest.values()] };
}

export function setStatus(asked: Asked) {
  needs(asked, "write");
  const { repository } = asked;
  const sha = asked.part("sha");
  if (!hasCommit(repository, sha)) refused(422, `No commit found for SHA: ${sha}`);
  const description = optionalText(asked, "description") ?? "";
  if (description.length > 140)
    refused(422, "Validation Failed", ["description is too long (maximum is 140 characters)"]);
  const status = {
    ...{
      sha,
      state: text(asked, "state"),
      context: optionalText(asked, "context") ?? "default",
      description,
    },
    target_url: optionalText(asked, "target_url") ?? null,
  };
  repository.statuses.push(status);
  return status;
}
