import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "../features/agents/index.ts";

/** Why sessions are heard here without hooks and without the use of a key. */
export const DemoNote = () =>
  useQuery(statusQuery).data?.demo ? (
    <p className="notice notice--done" role="note">
      This is the demo: what it shows is played from recordings, without hooks and without a key.
    </p>
  ) : null;
