import { usePageTitle } from "../../../ui/page.tsx";
import { GrantsPanel } from "../components/grants-panel.tsx";

/** `/settings/terminals` */
export const TerminalsPage = () => {
  usePageTitle("Terminals");
  return <GrantsPanel />;
};
