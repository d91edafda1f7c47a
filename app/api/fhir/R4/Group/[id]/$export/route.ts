import { exportRoute } from "@/lib/fhir/bulk";

export const GET = exportRoute("Export the patients of a group with what belongs to them (Bulk Data)");
export const POST = GET;
