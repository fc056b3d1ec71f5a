export const peopleKeys = {
  account: ["account"] as const,
  users: ["users"] as const,
  signIns: ["sign-ins"] as const,
  grants: ["answer-grants"] as const,
  audit: ["audit"] as const,
};
