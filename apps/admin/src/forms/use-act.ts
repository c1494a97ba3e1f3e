import { useToast } from "@stoa/ui/toast";
import { useActionState, useState, useTransition } from "react";
import { type Action, type ActState, UNSENT } from "./act-state.ts";

/**
 * The state of a form: `post` is its action without a script, `send` with one. What was done is then said in passing
 * (`said`), because the step is often over with it: the form is gone from the page before it could say anything itself.
 */
export function useAct(action: Action) {
  const [posted, post] = useActionState(action, UNSENT);
  const [answered, setAnswered] = useState<ActState | null>(null);
  const [pending, start] = useTransition();
  const say = useToast();
  const send = (data: FormData) => {
    if (pending) return;
    start(async () => {
      const answer = await action(UNSENT, data);
      if (isSaid(answer)) say({ title: answer.done, tone: "good" });
      start(() => setAnswered(answer));
    });
  };
  return { state: answered ?? posted, said: answered !== null && isSaid(answered), pending, post, send };
}

/** Good news, but for what is shown this once and has to be copied. */
function isSaid(answer: ActState): answer is ActState & { done: string } {
  return answer.done !== null && answer.once === undefined;
}
