/** Fetched together: whoever sees one goes to another. */
export { BotChoice } from "./components/bot-choice.tsx";
export { StartAgain } from "./components/start-again.tsx";
export { BotPage } from "./pages/bot-page.tsx";
export { BotsPage } from "./pages/bots-page.tsx";
export { EditBotPage } from "./pages/edit-bot-page.tsx";
export { NewBotPage } from "./pages/new-bot-page.tsx";
