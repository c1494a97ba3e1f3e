import { readyHandler } from "@stoa/api/http/health";
import { processServices } from "@stoa/api/http/process-services";

export const dynamic = "force-dynamic";
export const GET = readyHandler({ services: () => processServices("admin") });
