import { type ReactNode, useEffect } from "react";

/** A page of the app; its title is the tab's, to which the frame adds what waits. */
export const Page = ({
  title,
  flush = false,
  children,
}: {
  title: string;
  flush?: boolean;
  children: ReactNode;
}) => {
  usePageTitle(title);
  return <div className={`page ${flush ? "page--flush" : ""}`}>{children}</div>;
};

export const titleAttribute = "pageTitle";

/** Left on the document for the frame, which owns the tab's title. */
export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.documentElement.dataset[titleAttribute] = title;
    window.dispatchEvent(new Event("pagetitle"));
  }, [title]);
};
