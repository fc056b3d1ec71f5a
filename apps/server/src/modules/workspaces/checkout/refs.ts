/** Something that is fetched beside branches and tags. */
export interface Extra {
  from: string;
  to: string;
}

export interface ReadRef {
  /** Where a mirror may have it, the likeliest first; each is a full name or a commit, and so read as no option. */
  candidates: string[];
  extra: Extra | null;
}

const branches = "refs/heads/";
const tags = "refs/tags/";
const commit = /^[0-9a-f]{7,64}$/;

/** What names a branch, a tag, a commit or something else of a remote, as a mirror has it. */
export function readRef(ref: string): ReadRef {
  if (ref.startsWith(branches)) return { candidates: [trackingOf(ref.slice(branches.length))], extra: null };
  if (ref.startsWith(tags)) return { candidates: [ref], extra: null };
  if (ref.startsWith("refs/")) {
    const to = `refs/remotes/others/${ref.slice("refs/".length)}`;
    return { candidates: [to], extra: { from: ref, to } };
  }
  const candidates = [trackingOf(ref), tags + ref, ...(commit.test(ref) ? [ref] : [])];
  return { candidates, extra: null };
}

export const trackingOf = (branch: string): string => `refs/remotes/origin/${branch}`;

const longestSlug = 40;

/** The branch that an execution commits to. It is named by the end of its id, which no other one has. */
export function branchOf(botName: string, executionId: string): string {
  const slug = botName
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestSlug)
    .replace(/^-|-$/g, "");
  return `signalbox/${slug === "" ? "bot" : slug}/${executionId.slice(-10)}`;
}
