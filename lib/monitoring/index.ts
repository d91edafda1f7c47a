export { type Readiness, readiness, readinessSchema } from "./readiness";
