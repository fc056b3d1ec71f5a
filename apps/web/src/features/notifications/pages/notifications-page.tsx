import { usePageTitle } from "../../../ui/page.tsx";
import { ChannelsPanel } from "../components/channels-panel.tsx";
import { DeliveriesPanel } from "../components/deliveries-panel.tsx";
import { PreferencesPanel } from "../components/preferences-panel.tsx";
import { RulesPanel } from "../components/rules-panel.tsx";
import "./notifications.css";

/** `/settings/notifications` */
export const NotificationsPage = () => {
  usePageTitle("Notifications");
  return (
    <>
      <ChannelsPanel />
      <RulesPanel />
      <PreferencesPanel />
      <DeliveriesPanel />
    </>
  );
};
