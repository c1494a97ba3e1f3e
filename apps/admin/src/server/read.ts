import "server-only";
import { outcomeOf } from "@stoa/api/http/problem";
import { forbidden, notFound, redirect } from "next/navigation";
import { type Api, api } from "./api.ts";
import { wayToSignIn } from "./session.ts";

/** What a page shows. A refusal becomes the page that says so; anything unexpected goes on to the error page. */
export async function read<T>(call: (caller: Api) => Promise<T>): Promise<T> {
  const outcome = await outcomeOf(call(await api()));
  if (outcome.ok) return outcome.data;
  switch (outcome.problem.kind) {
    case "forbidden":
      if (outcome.problem.code === "not_admitted") return redirect("/not-from-here");
      return forbidden();
    case "unauthenticated":
      return redirect(await wayToSignIn());
    case "not_found":
    case "invalid_input":
      return notFound();
    default:
      throw new Error(outcome.problem.message);
  }
}
