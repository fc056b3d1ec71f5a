import { lazyRouteComponent } from "@tanstack/react-router";

export { NoGithub } from "./components/no-github.tsx";
export const GithubPage = lazyRouteComponent(() => import("./pages/github-page.tsx"), "GithubPage");
