import type { Metadata } from "next";
import { FhirClientsScreen } from "@/components/admin/fhir-clients-screen";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { requirePageSession } from "@/lib/auth/session-page";
import { baseUrl, grantableTypes, tokenUrl } from "@/lib/fhir/server";

export const metadata: Metadata = { title: "FHIR clients" };

export default async function FhirClientsPage() {
  if (!(await requirePageSession("keys:manage"))) {
    return <ForbiddenSheet title="FHIR clients" right="manage FHIR clients" />;
  }
  return <FhirClientsScreen facade={{ baseUrl: baseUrl(), tokenUrl: tokenUrl(), types: grantableTypes }} />;
}
