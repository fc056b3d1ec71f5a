import { Menu as Base } from "@base-ui/react/menu";
import type { ReactNode, RefObject } from "react";
import { Icon } from "./icon.tsx";

interface MenuProps {
  /** What the button says. */
  label: ReactNode;
  children: ReactNode;
  /** The button, for whoever gives the focus back to it. */
  button?: RefObject<HTMLButtonElement | null>;
  /** Where the focus goes once an item was chosen that opened something; null leaves it with the button. */
  heir?: () => HTMLElement | null;
}

/** A button that drops down what it offers. */
export const Menu = ({ label, children, button, heir }: MenuProps) => (
  <Base.Root>
    <Base.Trigger className="btn" ref={button}>
      {label}
      <Icon name="down" small className="ink3" />
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner className="popover-layer" sideOffset={4} align="end">
        <Base.Popup className="menu" finalFocus={() => heir?.() ?? true}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

export const MenuItem = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Base.Item className="menu__item" onClick={onClick}>
    {children}
  </Base.Item>
);

interface MenuCheckProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** An item that is on or off; the menu stays open. */
export const MenuCheck = ({ checked, onChange, children }: MenuCheckProps) => (
  <Base.CheckboxItem className="menu__item" checked={checked} onCheckedChange={onChange} closeOnClick={false}>
    <span className="menu__mark">
      <Base.CheckboxItemIndicator>
        <Icon name="check" small />
      </Base.CheckboxItemIndicator>
    </span>
    {children}
  </Base.CheckboxItem>
);
