import { trpcHandler } from "@stoa/api/http/trpc-handler";
import { face } from "../../../../server/auth.ts";

const handle = trpcHandler(face);

export { handle as GET, handle as POST };
