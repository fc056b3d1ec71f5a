import { usePageTitle } from "../../../ui/page.tsx";
import { AccountPanel } from "../components/account-panel.tsx";
import { PasswordPanel } from "../components/password-panel.tsx";
import { SignInsPanel } from "../components/sign-ins-panel.tsx";

/** `/settings/account` */
export const AccountPage = () => {
  usePageTitle("My account");
  return (
    <>
      <AccountPanel />
      <PasswordPanel />
      <SignInsPanel />
    </>
  );
};
