const FOCUSABLE = 'input:not([disabled]):not([tabindex="-1"]), textarea:not([disabled]), [role="combobox"][tabindex="0"], [role="checkbox"][tabindex="0"], button:not([disabled])';

/** Moves the focus to the first control in a part of the page. */
export function focusFirstIn(part: Element | null | undefined): void {
  const control = part?.querySelector(FOCUSABLE);

  if (control instanceof HTMLElement) {
    control.focus();
  }
}
