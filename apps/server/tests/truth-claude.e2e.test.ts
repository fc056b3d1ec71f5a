import { findClaude } from "@signalbox/testkit/machine";
import { onClaude } from "./truth/on-claude.ts";
import { proveTruth } from "./truth/prove-truth.testing.ts";

proveTruth(onClaude, findClaude());
