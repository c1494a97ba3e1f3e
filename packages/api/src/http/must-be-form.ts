import { notFound } from "next/navigation";

/**
 * A server action is called with whatever a client sends; only its types promise a form. Who calls one with anything else
 * is answered that there is no such thing (404), not that we had an accident.
 */
export function mustBeForm(form: unknown): asserts form is FormData {
  if (!(form instanceof FormData)) notFound();
}
