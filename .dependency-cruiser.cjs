/**
 * Who may import whom. Arrows point down: platform ← http, queue, auth, audit ← connectors, mapping, fhir, hl7 ←
 * records, messages, integrations, webhooks, conflicts ← sync, logistics, billing … ← events, monitoring, realtime ←
 * workers, app. `npm run check` runs this; a test plants a forbidden import and expects it to be found.
 */
const base = ["platform"];
const entry = ["http", "queue", "auth", "audit"];
const speech = ["connectors", "mapping", "fhir", "hl7"];
const stores = ["records", "messages", "integrations", "webhooks", "conflicts"];
const services = ["sync", "logistics", "billing", "insurance", "payments", "shipping", "notifications", "analytics", "identity"];
const surface = ["events", "monitoring", "realtime"];
const layers = [base, entry, speech, stores, services, surface];
const domains = layers.flat();

/** Files by which other folders may enter a domain. The platform has no door: each of its files is one. */
const doors = "(index|schema|view|jobs|errors|session-page)\\.tsx?$";

const tests = "\\.test\\.tsx?$|/testing/";

function folder(...names) {
  return `^lib/(${names.join("|")})/`;
}

/** A layer may not reach into one above it. The pure shapes of records are spoken by all. */
const layerRules = layers.slice(0, -1).map((layer, n) => ({
  name: `arrows-point-down-from-${layer[0]}`,
  comment: "This folder lies below the one it imports.",
  severity: "error",
  from: { path: folder(...layer), pathNot: tests },
  to: { path: folder(...layers.slice(n + 1).flat()), pathNot: "^lib/records/(schema\\.ts|view\\.ts|entities/|normalise\\.ts)" },
}));

/** Other folders enter a domain through its door. */
const doorRules = domains
  .filter((domain) => domain !== "platform")
  .map((domain) => ({
    name: `through-the-door-of-${domain}`,
    comment: `Import ${domain} through its index, or add what you need there.`,
    severity: "error",
    from: { pathNot: `^lib/${domain}/|${tests}|^bench/|^scripts/` },
    to: {
      path: `^lib/${domain}/`,
      pathNot: [
        `^lib/${domain}/${doors}`,
        "^lib/[^/]+/handlers/",
        "^lib/queue/runtime/index\\.ts$",
        "^lib/http/client/index\\.ts$",
        "^lib/http/lane/",
        "^lib/auth/(permissions|actor)\\.ts$",
        "^lib/connectors/(contract|registry|fields)\\.ts$",
        "^lib/records/(entities/|normalise\\.ts)",
      ].join("|"),
    },
  }));

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: { pathNot: "^prisma/generated" },
      to: { circular: true, viaOnly: { pathNot: "^prisma/generated" } },
    },
    ...layerRules,
    ...doorRules,
    {
      name: "product-imports-no-tools",
      comment: "The product never imports the simulators, the scripts, the journeys or the benchmarks.",
      severity: "error",
      from: { path: "^(app|components|lib|workers|server\\.ts)", pathNot: tests },
      to: { path: "^(sandbox|scripts|e2e|bench)/" },
    },
    {
      name: "sandbox-stands-alone",
      comment: "The simulators must not share the product's mistakes.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(app|components|lib|workers)/" },
    },
    {
      name: "components-know-shapes-only",
      comment: "In the browser only components and the zod shapes of a domain exist.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(lib|app|workers|prisma)/", pathNot: "^lib/[^/]+/(schema|view)\\.ts$|^lib/records/entities/" },
    },
    {
      name: "vendors-are-islands",
      comment: "A vendor folder imports the contract, protocols, the outbound client and pure converters.",
      severity: "error",
      from: { path: "^lib/connectors/([^/]+)/", pathNot: `^lib/connectors/(protocols|testing)/|${tests}` },
      to: {
        path: "^(lib|app|components|workers)/",
        pathNot:
          "^lib/connectors/$1/|^lib/connectors/(contract|fields)\\.ts$|^lib/connectors/protocols/|^lib/http/client/index\\.ts$|^lib/(fhir|hl7|mapping)/index\\.ts$|^lib/platform/(errors|clock|ids|logger/index)\\.ts$",
      },
    },
    {
      name: "only-the-registry-names-vendors",
      severity: "error",
      from: { pathNot: `^lib/connectors/|${tests}|^bench/` },
      to: { path: "^lib/connectors/[^/]+/", pathNot: "^lib/connectors/(protocols|testing)/" },
    },
    {
      name: "handlers-belong-to-workers",
      comment: "Job handlers are joined by workers/ alone; enqueue through jobs.ts.",
      severity: "error",
      from: { pathNot: `^workers/|^lib/[^/]+/handlers/|${tests}|^bench/` },
      to: { path: "^lib/[^/]+/handlers/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|\\.next|\\.data)" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs"] },
  },
};
