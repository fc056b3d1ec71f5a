import { usePageTitle } from "../../../ui/page.tsx";
import { KeysPanel } from "../components/keys-panel.tsx";

/** `/settings/keys` */
export const KeysPage = () => {
  usePageTitle("API keys");
  return <KeysPanel />;
};
