import { exportHandler } from "@stoa/api/http/export-handler";
import { face } from "../../../server/auth.ts";

/** Any list of the rooms as a file. */
export const POST = exportHandler(face);
