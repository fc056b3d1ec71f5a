import type { PasswordLink } from "@signalbox/contract/people";
import { moment } from "../../../lib/format.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";

/** A link to hand to a person, with which they choose their password. */
export const LinkNote = ({
  link,
  name,
  onClose,
}: {
  link: PasswordLink;
  name: string;
  onClose: () => void;
}) => (
  <div className="panel__body stack new-key" role="status">
    <p>
      Give this link to <b className="strong">{name}</b>: it lets them choose a password, once, until{" "}
      {moment(link.expiresAt, Date.now())}. It is shown only now.
    </p>
    <pre className="code">{link.url}</pre>
    <div className="row">
      <CopyButton text={link.url} label="Copy link" />
      <button type="button" className="btn" onClick={onClose}>
        I have kept it
      </button>
    </div>
  </div>
);
