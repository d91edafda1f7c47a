/**
 * Which folder may import which. Arrows point down only; the order of the layers is that of docs/architecture.md.
 * `npm run check` applies it, and a test plants a forbidden import to see that it is found.
 */

/** Lower layers first. A folder may import its own layer's others (without cycles) and every layer before it. */
const layers = [
  ["platform"],
  ["http", "queue", "auth", "audit"],
  ["connectors", "mapping", "fhir", "hl7"],
  ["records", "messages", "integrations", "webhooks", "conflicts"],
  [
    "sync",
    "channels",
    "logistics",
    "billing",
    "insurance",
    "payments",
    "shipping",
    "notifications",
    "analytics",
    "identity",
  ],
  ["events", "monitoring", "realtime"],
];

/** Parts of pure folders that have a database and routes, and so count as domains above lib/records. */
const serverParts = "^lib/(fhir/(server|bulk|subscriptions)|hl7/mllp)/";
const tests = "(\\.test\\.tsx?$|/testing/)";
const doors = "(index|schema|view|jobs|errors)\\.ts$";
/** The shapes of our own records: what conversions lead to and start from. They hold zod schemas and nothing else. */
const recordShapes = "^lib/records/schema\\.ts$";
/** What every domain stands on; these folders know each other from the inside. */
const foundation = "(platform|http|queue|auth|audit)";

const anyOf = (names) => `(${names.join("|")})`;

const layerRules = layers.slice(0, -1).map((names, depth) => ({
  name: `layer-${names.join("-")}`,
  comment: "lib's layers import downwards only (docs/architecture.md)",
  severity: "error",
  from: { path: `^lib/${anyOf(names)}/`, pathNot: [serverParts, tests] },
  to: { path: `^lib/${anyOf(layers.slice(depth + 1).flat())}/`, pathNot: recordShapes },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-unresolved",
      comment: "An import that is not resolved is not checked either",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    ...layerRules,
    {
      name: "domain-below-its-servers",
      comment: "The pure parts of fhir and hl7 know nothing of their servers",
      severity: "error",
      from: {
        path: "^lib/(?!fhir/(server|bulk|subscriptions)|hl7/mllp|(events|monitoring|realtime)/)",
        pathNot: tests,
      },
      to: { path: serverParts, pathNot: doors },
    },
    {
      name: "product-stands-alone",
      comment: "Simulated vendors, tools and tests are not part of what a clinic runs",
      severity: "error",
      from: { path: "^(app|components|lib|workers|server\\.ts)", pathNot: tests },
      to: { path: "^(sandbox|scripts|e2e|bench)/" },
    },
    {
      name: "sandbox-stands-alone",
      comment: "A simulator that shared the product's code would share its mistakes",
      severity: "error",
      from: { path: "^sandbox/", pathNot: tests },
      to: { path: "^(app|components|lib|workers|scripts|e2e|bench)/" },
    },
    {
      name: "lib-below-its-users",
      severity: "error",
      from: { path: "^lib/", pathNot: tests },
      to: { path: "^(app|components|workers)/" },
    },
    {
      name: "lib-runs-without-next",
      comment: "The worker runs lib/ under plain Node; next/server's markers throw there",
      severity: "error",
      from: { path: "^(lib|workers)/", pathNot: ["^lib/auth/", tests] },
      to: { path: "node_modules/(next|server-only)/" },
    },
    {
      name: "pure-conversions",
      comment: "fhir and hl7 are functions over data",
      severity: "error",
      from: { path: "^lib/(fhir|hl7)/", pathNot: [serverParts, tests] },
      to: {
        path: "^lib/",
        pathNot: ["^lib/(fhir|hl7)/", "^lib/platform/(errors|clock|ids)\\.ts$", recordShapes],
      },
    },
    {
      name: "vendor-knows-its-protocol-only",
      comment: "A new vendor is one folder: contract, protocols, outbound HTTP, pure conversions, mapping",
      severity: "error",
      from: { path: "^lib/connectors/(?!protocols/|testing/)([^/]+)/", pathNot: tests },
      to: {
        path: "^lib/",
        pathNot: [
          "^lib/connectors/$1/",
          "^lib/connectors/(contract/|fields\\.ts$)",
          "^lib/connectors/protocols/",
          "^lib/http/client",
          "^lib/(fhir|hl7)/(?!server/|bulk/|subscriptions/|mllp/)",
          "^lib/mapping/",
          "^lib/platform/(errors|clock|ids)\\.ts$",
        ],
      },
    },
    {
      name: "registry-alone-names-vendors",
      severity: "error",
      from: { path: "^(app|components|lib|workers|server\\.ts)", pathNot: ["^lib/connectors/", tests] },
      to: { path: "^lib/connectors/(?!contract/|protocols/|testing/)[^/]+/" },
    },
    {
      name: "connectors-name-vendors-in-registry",
      severity: "error",
      from: {
        path: "^lib/connectors/([^/]+\\.ts|(contract|protocols)/.*)$",
        pathNot: ["registry\\.ts$", tests],
      },
      to: { path: "^lib/connectors/(?!contract/|protocols/|testing/)[^/]+/" },
    },
    {
      name: "domains-by-their-doors",
      comment:
        "Another folder's inside may change; its index, schema, view, jobs and errors are what it promises",
      severity: "error",
      from: { path: "^lib/([^/]+)/", pathNot: [`^lib/${foundation}/`, tests] },
      to: {
        path: "^lib/(?!platform/|http/|connectors/|$1/)[^/]+/",
        pathNot: [`^lib/[^/]+/${doors}`, `${serverParts}${doors}`],
      },
    },
    {
      name: "edges-by-the-doors",
      comment:
        "Workers may also name a domain's handlers; pages need the parts of lib/auth that only Next can load",
      severity: "error",
      from: { path: "^(app|components|workers|server\\.ts)", pathNot: tests },
      to: {
        path: "^lib/(?!platform/|http/)[^/]+/",
        pathNot: [
          `^lib/[^/]+/${doors}`,
          `${serverParts}${doors}`,
          "/(handlers|runtime)/",
          "^lib/connectors/registry\\.ts$",
          "^lib/auth/(session-page|next-auth-options)\\.ts$",
        ],
      },
    },
    {
      name: "handlers-for-workers",
      severity: "error",
      from: { path: "^(app|components|server\\.ts)", pathNot: tests },
      to: { path: "^lib/[^/]+/handlers/" },
    },
    {
      name: "components-know-shapes",
      comment: "What a component imports is sent to the browser",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: "^(app|lib|workers|prisma)/",
        pathNot: "^lib/(([^/]+|fhir/server)/(schema|view)|platform/(cron|format))\\.ts$",
      },
    },
    {
      name: "primitives-know-no-area",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^components/(?!ui/)" },
    },
    {
      name: "database-by-its-doors",
      comment: "A connection of one's own has no role and so no row-level security",
      severity: "error",
      from: { path: "^(app|components|lib|workers|server\\.ts)", pathNot: ["^lib/platform/db/", tests] },
      to: {
        path: "(node_modules/(pg|@prisma/adapter-pg)/|^prisma/generated/)",
        dependencyTypesNot: ["type-only"],
      },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^prisma/generated/"] },
    exclude: { path: "^(\\.next|\\.data)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json"],
      mainFields: ["module", "main", "types"],
    },
  },
};
