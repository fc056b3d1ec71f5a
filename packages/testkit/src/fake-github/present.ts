import type { FakeComment, FakeIssue, FakePull, FakeRepository, FakeReview } from "./state.ts";

/** How GitHub tells of what it keeps: the fields that are read, and those that come with every webhook. */
export const presentUser = (login: string) => ({
  login,
  id: [...login].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000,
  type: login.endsWith("[bot]") ? "Bot" : "User",
  html_url: `https://github.test/${login}`,
});

export function presentRepository({ id, name, defaultBranch, git }: FakeRepository) {
  const [owner = "", short = ""] = name.split("/");
  const html_url = `https://github.test/${name}`;
  return {
    ...{ id, node_id: `R_${id}`, name: short, full_name: name, private: true, owner: presentUser(owner) },
    ...{ html_url, clone_url: git ?? `${html_url}.git`, default_branch: defaultBranch },
  };
}

const urlOf = (repository: FakeRepository, { number, pull }: FakeIssue): string =>
  `https://github.test/${repository.name}/${pull === null ? "issues" : "pull"}/${number}`;

export const presentIssue = (repository: FakeRepository, issue: FakeIssue) => ({
  ...{ id: issue.id, number: issue.number, title: issue.title, body: issue.body, state: issue.state },
  user: presentUser(issue.author),
  labels: issue.labels.map((name) => ({ name })),
  html_url: urlOf(repository, issue),
  created_at: issue.at,
  updated_at: issue.at,
  ...(issue.pull === null ? {} : { pull_request: { html_url: urlOf(repository, issue) } }),
});

export const presentPull = (repository: FakeRepository, issue: FakeIssue & { pull: FakePull }) => {
  const { pull } = issue;
  const [owner = ""] = repository.name.split("/");
  const end = ({ ref, sha }: { ref: string; sha: string }) => ({
    ...{ label: `${owner}:${ref}`, ref, sha },
    ...{ user: presentUser(owner), repo: presentRepository(repository) },
  });
  const { pull_request: _, ...fields } = presentIssue(repository, issue);
  return { ...fields, draft: pull.draft, head: end(pull.head), base: end(pull.base), merged: false };
};

export const presentComment = (repository: FakeRepository, issue: FakeIssue, comment: FakeComment) => ({
  ...{ id: comment.id, body: comment.body, user: presentUser(comment.author) },
  html_url: `${urlOf(repository, issue)}#issuecomment-${comment.id}`,
  created_at: comment.at,
  updated_at: comment.at,
  author_association: "MEMBER",
});

export const presentReview = (repository: FakeRepository, issue: FakeIssue, review: FakeReview) => ({
  ...{ id: review.id, body: review.body, state: "COMMENTED", commit_id: review.commit },
  user: presentUser(review.author),
  html_url: `${urlOf(repository, issue)}#pullrequestreview-${review.id}`,
});
