import { Page } from "../../../ui/page.tsx";
import { AppearancePanel } from "../components/appearance-panel.tsx";
import { BrowserPanel, ReferencePanel } from "../components/browser-panel.tsx";
import { HooksPanel } from "../components/hooks-panel.tsx";
import { KeysPanel } from "../components/keys-panel.tsx";
import "./settings.css";

/** `/settings` */
export const SettingsPage = () => (
  <Page title="Settings">
    <div className="pagehead">
      <h1>Settings</h1>
    </div>
    <div className="settings">
      <HooksPanel />
      <KeysPanel />
      <AppearancePanel />
      <ReferencePanel />
      <BrowserPanel />
    </div>
  </Page>
);
