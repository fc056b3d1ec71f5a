import { lazyRouteComponent } from "@tanstack/react-router";

export const WelcomePage = lazyRouteComponent(() => import("./pages/welcome-page.tsx"), "WelcomePage");
export const SignInPage = lazyRouteComponent(() => import("./pages/sign-in-page.tsx"), "SignInPage");
export const NewPasswordPage = lazyRouteComponent(
  () => import("./pages/new-password-page.tsx"),
  "NewPasswordPage",
);
