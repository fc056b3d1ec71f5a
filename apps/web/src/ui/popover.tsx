import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";

interface PopoverProps {
  /** The words that open it. */
  trigger: ReactNode;
  className?: string;
  title: string;
  children: ReactNode;
}

/** Words that say more on demand: by click, Enter, or resting the pointer. */
export const Popover = ({ trigger, className, title, children }: PopoverProps) => (
  <Base.Root>
    <Base.Trigger openOnHover delay={250} className={className}>
      {trigger}
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner className="popover-layer" sideOffset={6} collisionPadding={12}>
        <Base.Popup className="popover">
          <Base.Title className="hidden-visually">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
