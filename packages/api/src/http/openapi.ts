import { generateOpenApiDocument } from "trpc-to-openapi";
import { appRouter } from "../root.ts";

/** The OpenAPI 3.1 document of `/api/v1`, made from the live router, so that it cannot be out of date. */
export function openApiDocument(webUrl: string): unknown {
  const document = generateOpenApiDocument(appRouter, {
    title: "Stoa",
    version: "1.0.0",
    description: "Catalogue, checkout and learning. Money is `{ amount, currency }` with `amount` in minor units.",
    openApiVersion: "3.1.0",
    baseUrl: `${webUrl}/api/v1`,
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
  });
  return withErrorShape(document);
}

const ERROR = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "details", "path", "timestamp", "correlationId"],
      properties: {
        code: { type: "string", description: "Stable; branch on this." },
        message: { type: "string", description: "A sentence for a person." },
        details: { type: "object" },
        path: { type: "string" },
        timestamp: { type: "string", format: "date-time" },
        correlationId: { type: "string" },
      },
    },
  },
};

/** Every answer that is not a success has the one shape (P7); the generator would describe its own. */
function withErrorShape(document: object): unknown {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    /^[45]\d\d$/.test(key) ? { description: "Refused", content: { "application/json": { schema: ERROR } } } : value,
  );
}
