import { facadeRoute } from "@/lib/fhir/server";

export const GET = facadeRoute("Read, search, or look at the history of FHIR resources");
export const POST = facadeRoute("Create or search FHIR resources, or send a bundle");
export const PUT = facadeRoute("Update a FHIR resource");
export const PATCH = facadeRoute("Patch a FHIR resource");
export const DELETE = facadeRoute("Delete a FHIR resource");
