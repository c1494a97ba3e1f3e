import "server-only";
import { openApiDocument } from "@stoa/api/http/openapi";
import { z } from "zod";
import { webEnv } from "../env.ts";

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
});
const content = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() });
const operation = z.object({
  summary: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z.array(parameter).optional(),
  requestBody: content.optional(),
  responses: z.record(z.string(), content).optional(),
});
const documentSchema = z.object({
  info: z.object({ description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

export interface Operation {
  method: string;
  path: string;
  summary: string;
  parameters: z.infer<typeof parameter>[];
  request: unknown;
  response: unknown;
}

/** The operations of the REST interface by their subject, as the live document tells them. */
export function operationsBySubject(): Map<string, Operation[]> {
  const document = documentSchema.parse(openApiDocument(webEnv().webUrl));
  const subjects = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { summary = "", tags = [], parameters = [], requestBody, responses }] of Object.entries(
      methods,
    )) {
      const subject = tags[0] ?? "";
      const entry = {
        method: method.toUpperCase(),
        path,
        summary,
        parameters,
        request: schemaOf(requestBody),
        response: schemaOf(responses?.["200"]),
      };
      subjects.set(subject, [...(subjects.get(subject) ?? []), entry]);
    }
  }
  return subjects;
}

function schemaOf(body: z.infer<typeof content> | undefined): unknown {
  return body?.content?.["application/json"]?.schema;
}
