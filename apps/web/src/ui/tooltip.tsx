import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";

/** Words beside a thing that shows none, when it is pointed at or focused. */
export const Tooltip = ({
  words,
  children,
}: {
  words: string;
  children: ReactElement<Record<string, unknown>>;
}) => (
  <Base.Root>
    <Base.Trigger delay={200} render={children} />
    <Base.Portal>
      <Base.Positioner className="popover-layer" side="right" sideOffset={8}>
        <Base.Popup className="tip">{words}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
