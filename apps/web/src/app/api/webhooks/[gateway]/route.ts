import { processServices } from "@stoa/api/http/process-services";
import { handleWebhook } from "@stoa/api/http/webhook-handler";

export async function POST(request: Request, { params }: { params: Promise<{ gateway: string }> }): Promise<Response> {
  const [services, { gateway }] = await Promise.all([processServices("web"), params]);
  return handleWebhook(services, gateway, request);
}
