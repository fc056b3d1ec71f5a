/** Fetched together: whoever sees one goes to another. */
export { BotTriggers } from "./components/bot-triggers.tsx";
export { DeliveriesPage } from "./pages/deliveries-page.tsx";
export { DeliveryPage } from "./pages/delivery-page.tsx";
export { NewTriggerPage } from "./pages/new-trigger-page.tsx";
export { SourcesPage } from "./pages/sources-page.tsx";
export { TriggerPage } from "./pages/trigger-page.tsx";
