import { restHandler } from "@stoa/api/http/rest-handler";
import { face } from "../../../../server/auth.ts";

const handle = restHandler(face);

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
