import { clientErrorHandler } from "@stoa/api/http/client-errors";
import { face } from "../../../server/auth.ts";

export const POST = clientErrorHandler(face, "web");
