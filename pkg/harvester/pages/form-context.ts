import { inject, provide, type InjectionKey } from 'vue';
import type { Translate } from '../composables/use-shell';

/** What the parts of a form share. */
export interface FormContext {
  readonly resource: object;
  readonly mode: string;
  readonly t: Translate;
  /** What there is to say at a field, once the user was there or tried to save. */
  readonly messagesAt: (path: string) => readonly string[];
  /** The user has been at the field. */
  readonly touch: (path: string) => void;
  /** The user has changed the field: what the server said about it is history. */
  readonly changed: (path: string) => void;
}

const KEY: InjectionKey<FormContext> = Symbol('form');

/** Gives the parts of a form what they share. Only within `setup`. */
export function provideForm(context: FormContext): void {
  provide(KEY, context);
}

/** What this part shares with the form that it stands in. Only within `setup`. */
export function useForm(): FormContext {
  const context = inject(KEY);

  if (!context) {
    throw new Error('A part of a form stands outside of any form.');
  }

  return context;
}
