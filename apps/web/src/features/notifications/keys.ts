export const notificationKeys = {
  channels: ["notifications", "channels"] as const,
  preferences: ["notifications", "preferences"] as const,
  deliveries: ["notifications", "deliveries"] as const,
};
