/** What kinds of forms there are. Pure. */
import { FORM_NAMES, type FormName, ONE_OF_A_KIND, REGISTRATIONS } from '../../models/draft.ts';

/** The kind of this name; null when there is none. */
export const formNamed = (name: string): FormName | null => FORM_NAMES.find((form) => form === name) ?? null;

/** Does this form enrol somebody, so that one is open at a time per person (N3)? */
export const isRegistration = (form: FormName): boolean => REGISTRATIONS.includes(form);

/** Has a person at most one of this kind, open or set aside? */
export const isOneOfAKind = (form: FormName): boolean => ONE_OF_A_KIND.includes(form);
