/** How this installation is doing: for probes, for Prometheus, for people. */
export { prometheusText } from "./prometheus";
export { readiness, readinessSchema } from "./readiness";
