import { findCodex } from "@signalbox/testkit/machine";
import { onCodex } from "./truth/on-codex.ts";
import { proveTruth } from "./truth/prove-truth.testing.ts";

proveTruth(onCodex, findCodex());
