import { exportRoute } from "@/lib/fhir/bulk";

export const GET = exportRoute("Export all records as FHIR (Bulk Data)");
export const POST = GET;
