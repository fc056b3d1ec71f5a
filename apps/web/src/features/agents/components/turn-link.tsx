import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface TurnLinkProps {
  agentId: string;
  turnId: string;
  children: ReactNode;
  className?: string;
}

/** To a turn where it was said. */
export const TurnLink = ({ agentId, turnId, children, className = "link" }: TurnLinkProps) => (
  <Link to="/agents/$agentId" params={{ agentId }} search={{ turn: turnId }} className={className}>
    {children}
  </Link>
);
