import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface AgentLinkProps {
  agentId: string;
  className?: string;
  children: ReactNode;
  /** `j` and `k` stop here. */
  stop?: boolean;
}

/** Opens an agent beside the page that is open now; the page stays where it is. */
export const AgentLink = ({ agentId, className, children, stop = true }: AgentLinkProps) => (
  <Link
    to="."
    search={(now) => ({ ...now, agent: agentId })}
    resetScroll={false}
    className={className}
    data-stop={stop || undefined}
  >
    {children}
  </Link>
);
