import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { connectionQuery } from "../queries.ts";

/** Said where something needs GitHub, as long as GitHub is not connected. */
export const NoGithub = ({ consequence }: { consequence: string }) => {
  const { data: connection } = useQuery(connectionQuery);
  if (connection !== null) return null;
  return (
    <p className="notice notice--wait row--wrap">
      <span>GitHub is not connected: {consequence}.</span>
      <Link to="/settings/github" className="link">
        GitHub in Settings
      </Link>
    </p>
  );
};
