import { findGemini } from "@signalbox/testkit/machine";
import { onGemini } from "./truth/on-gemini.ts";
import { proveTruth } from "./truth/prove-truth.testing.ts";

proveTruth(onGemini, findGemini());
