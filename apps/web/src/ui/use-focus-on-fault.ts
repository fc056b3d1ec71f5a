import { type RefObject, useEffect } from "react";

/** Takes whoever sent a form to its first field that is wrong. */
export const useFocusOnFault = (form: RefObject<HTMLFormElement | null>, error: Error | null): void => {
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [error, form]);
};
