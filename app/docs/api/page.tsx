import type { Metadata } from "next";
import { apiReference } from "@/lib/http";
import { describeReference } from "./describe-reference";
import { ReferenceScreen } from "./reference-screen";

export const metadata: Metadata = { title: "API reference" };

/** The API reference, from the document that the server makes of its own routes. It names no data, so it is open. */
export default function ApiReferencePage() {
  return <ReferenceScreen reference={describeReference(apiReference())} />;
}
