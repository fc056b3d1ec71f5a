import type { ReactNode } from "react";
import { usePageTitle } from "../../../ui/page.tsx";
import { AppearancePanel } from "../components/appearance-panel.tsx";
import { BrowserPanel, ReferencePanel } from "../components/browser-panel.tsx";
import { HooksPanel } from "../components/hooks-panel.tsx";

/** `/settings`; the note above it is brought by the frame. */
export const SettingsPage = ({ note }: { note: ReactNode }) => {
  usePageTitle("Settings");
  return (
    <>
      {note}
      <HooksPanel />
      <AppearancePanel />
      <ReferencePanel />
      <BrowserPanel />
    </>
  );
};
