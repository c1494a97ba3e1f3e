import { Button } from "@stoa/ui/button";
import { leave } from "../app/sign-in/actions.ts";

/** Signs out. A form, so that no link that somebody sends can do it. */
export function LeaveForm() {
  return (
    <form action={leave}>
      <Button type="submit" look="quiet" size="sm">
        Sign out
      </Button>
    </form>
  );
}
