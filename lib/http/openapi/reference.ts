/**
 * The API reference of this process. The web server knows every route and provides it; the copy of this
 * library that serves pages finds it in the process's container.
 */

import { forget, shared } from "@/lib/platform/container";
import { env } from "@/lib/platform/env";
import carelane from "@/package.json";
import type { Operation } from "../declaration";
import { httpErrors } from "../errors";
import { type OpenApiDocument, openApiDocument } from "./document";

type Provider = () => OpenApiDocument;

const name = "http.reference";

/** Makes the reference of these operations the process's; it is written at the first question. */
export function provideReference(operations: readonly Operation[]): void {
  let document: OpenApiDocument | undefined;
  forget(name);
  shared<Provider>(name, () => () => {
    document ??= openApiDocument(operations, { version: carelane.version, serverUrl: env().NEXTAUTH_URL });
    return document;
  });
}

/** The reference. Throws `not_found` in a process that serves no routes. */
export function apiReference(): OpenApiDocument {
  const provider = shared<Provider>(name, () => () => {
    throw httpErrors.not_found();
  });
  return provider();
}
