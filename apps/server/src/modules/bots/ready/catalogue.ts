import type { ReadyBot } from "@signalbox/contract/ready-bots";

/** What is said of each; what it is stands in the file of its id. */
export const catalogue: readonly Omit<ReadyBot, "content">[] = [
  {
    id: "pull-request-review",
    about: "Reviews a pull request, with comments on its lines.",
    begins: "A pull request is opened, or somebody comments /review.",
  },
  {
    id: "pull-request-summary",
    about: "Sums up a pull request in a comment, which is written anew as it changes.",
    begins: "A pull request is opened or pushed to.",
  },
  {
    id: "security-audit",
    about: "Reads the code as an attacker would, and opens an issue with what it finds.",
    begins: "By hand before a release, or on the first of a month.",
  },
  {
    id: "vulnerability-scan",
    about:
      "Asks the audit tools about all dependencies, finds out what is reached, and opens a pull request with docs/vulnerabilities.md where that changes.",
    begins: "Every Monday morning.",
  },
  {
    id: "code-tour",
    about: "Writes docs/code-tour.md for newcomers, and opens a pull request with it.",
    begins: "By hand, or on the first of a quarter.",
  },
  {
    id: "test-coverage",
    about: "Writes tests for what matters most and is tested least, and opens a pull request with them.",
    begins: "By hand, or every week.",
  },
  {
    id: "post-mortem",
    about:
      "Writes the post-mortem of an incident from what was told and the history, and opens a draft of a pull request with it.",
    begins: "By hand after an incident, or a webhook of what closes one.",
  },
  {
    id: "changelog",
    about: "Brings CHANGELOG.md up to date, and opens a pull request with it.",
    begins: "By hand before a release, or every week.",
  },
  {
    id: "log-search",
    about: "Searches the logs in a project's folder for an answer, and writes it to log-search.md there.",
    begins: "By hand, or a webhook of what raises alarms.",
  },
];
