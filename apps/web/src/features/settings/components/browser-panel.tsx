import { createTicket, signOut } from "@signalbox/contract/auth";
import { referencePage } from "@signalbox/contract/operations";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { commandLine } from "../../../lib/command-line.ts";
import { signInSecret } from "../../../lib/sign-in.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { callerQuery } from "../queries.ts";

/** Who this browser is to the box, and the way out. */
export const BrowserPanel = () => {
  const { data: caller } = useQuery(callerQuery);
  const leave = useMutation({
    mutationFn: () => api.call(signOut),
    onSettled: () => signInSecret.write(null),
  });
  return (
    <section className="panel" aria-labelledby="browser">
      <div className="panel__head">
        <h2 id="browser">This browser</h2>
      </div>
      <div className="panel__body row row--wrap">
        <p className="ink2 setting">
          {caller === undefined
            ? "Signed in."
            : `Signed in as ${caller.user?.name ?? caller.name} on ${caller.name}.`}{" "}
          A sign-in holds for this browser alone.
        </p>
        <span className="push">
          <Confirm
            trigger={
              <button type="button" className="btn" disabled={leave.isPending}>
                Sign out
              </button>
            }
            title="Sign out of this browser?"
            verb="Sign out"
            back="Stay signed in"
            onConfirm={() => leave.mutate()}
          >
            <p>
              To come back, ask for a link with <code>{commandLine("login")}</code> in Signalbox’s folder.
            </p>
          </Confirm>
        </span>
      </div>
    </section>
  );
};

/** The API's own page opens with a ticket, since a new tab sends no header. */
export const ReferencePanel = () => {
  const open = useMutation({
    mutationFn: async () => {
      const tab = window.open("about:blank", "_blank");
      const { ticket } = await api.call(createTicket);
      const address = `${api.baseUrl}${referencePage.path}?ticket=${encodeURIComponent(ticket)}`;
      if (tab === null) window.location.assign(address);
      else tab.location.replace(address);
    },
  });
  return (
    <section className="panel" aria-labelledby="reference">
      <div className="panel__head">
        <h2 id="reference">API</h2>
      </div>
      <div className="panel__body row row--wrap">
        <p className="ink2 setting">Everything these pages do, a script can do with a key.</p>
        {open.error === null ? null : (
          <span className="stop small" role="alert">
            {open.error.message}
          </span>
        )}
        <button type="button" className="btn push" onClick={() => open.mutate()}>
          <Icon name="out" small />
          API reference
        </button>
      </div>
    </section>
  );
};
