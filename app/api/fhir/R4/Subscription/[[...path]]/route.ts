import { subscriptionRoute } from "@/lib/fhir/subscriptions";

export const GET = subscriptionRoute("Read or search FHIR Subscriptions");
export const POST = subscriptionRoute("Create or search FHIR Subscriptions");
export const PUT = subscriptionRoute("Update a FHIR Subscription");
export const PATCH = subscriptionRoute("Patch a FHIR Subscription, which is not done");
export const DELETE = subscriptionRoute("Delete a FHIR Subscription");
