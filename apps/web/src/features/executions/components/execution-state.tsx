import type { ExecutionState as State } from "@signalbox/contract/executions";
import { StateWord } from "../../../ui/lamp.tsx";
import { stateAspects } from "../words.ts";

export const ExecutionState = ({ state }: { state: State }) => <StateWord {...stateAspects[state]} />;
