/** What liveness asks for where it sees that something went unheard. */
export interface Unheard {
  /** Has the agent's signals looked through for what no hook told; `why` is for the log. */
  reconcile(agentId: string, why: string): Promise<void>;
}
