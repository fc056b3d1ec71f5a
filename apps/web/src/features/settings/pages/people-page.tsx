import { usePageTitle } from "../../../ui/page.tsx";
import { PeoplePanel } from "../components/people-panel.tsx";

/** `/settings/people` */
export const PeoplePage = () => {
  usePageTitle("People");
  return <PeoplePanel />;
};
