import { trpcHandler } from "@stoa/api/http/trpc-handler";
import { face } from "../../../../server/auth.ts";
import { withOrderToken } from "../../../../server/order-token.ts";

const handle = trpcHandler(face);
const answer = (request: Request) => handle(withOrderToken(request));

export { answer as GET, answer as POST };
