import "./ui/tokens.css";
import "./ui/fonts.css";
import "./ui/base.css";
import "./ui/controls.css";
import "./ui/panels.css";
import "./ui/signals.css";
import "./ui/text.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/providers.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element");
createRoot(root).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
