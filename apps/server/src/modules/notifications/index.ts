export {
  createNotifications,
  type Notifications,
  type NotificationsOptions,
} from "./notifications.module.ts";
export { notificationTables } from "./notifications.tables.ts";
export { retainedNotifications } from "./retained-notifications.ts";
