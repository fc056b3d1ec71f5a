import { findOpencode } from "@signalbox/testkit/machine";
import { onOpencode } from "./truth/on-opencode.ts";
import { proveTruth } from "./truth/prove-truth.testing.ts";

proveTruth(onOpencode, findOpencode());
