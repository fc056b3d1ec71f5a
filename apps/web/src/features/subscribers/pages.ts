/** Fetched together: whoever sees one goes to another. */
export { SubscriberPage } from "./pages/subscriber-page.tsx";
export { SubscribersPage } from "./pages/subscribers-page.tsx";
