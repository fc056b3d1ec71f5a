import type { ReactNode } from "react";
import { Page } from "../../../ui/page.tsx";
import { AppearancePanel } from "../components/appearance-panel.tsx";
import { BrowserPanel, ReferencePanel } from "../components/browser-panel.tsx";
import { HooksPanel } from "../components/hooks-panel.tsx";
import { KeysPanel } from "../components/keys-panel.tsx";
import "./settings.css";

/** `/settings`; the note above it is brought by the frame. */
export const SettingsPage = ({ note }: { note: ReactNode }) => (
  <Page title="Settings">
    <div className="pagehead">
      <h1>Settings</h1>
    </div>
    <div className="settings">
      {note}
      <HooksPanel />
      <KeysPanel />
      <AppearancePanel />
      <ReferencePanel />
      <BrowserPanel />
    </div>
  </Page>
);
