import { exportRoute } from "@/lib/fhir/bulk";

export const GET = exportRoute("Export all patients with what belongs to them (Bulk Data)");
export const POST = GET;
