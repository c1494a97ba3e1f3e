import { liveHandler } from "@stoa/api/http/health";

export const dynamic = "force-dynamic";
export const GET = liveHandler;
