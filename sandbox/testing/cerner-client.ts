/** A client of the simulated Oracle Health for tests: its own sandbox, and a clock that tests set forward. */
import { z } from "zod";
import { type SandboxOptions, startSandbox } from "@/sandbox";

const vendorList = z.array(
  z.object({
    vendor: z.string(),
    baseUrl: z.string(),
    tokenUrl: z.string(),
    credentials: z.object({
      clientId: z.string(),
      clientSecret: z.string().optional(),
      groupId: z.string().optional(),
    }),
  }),
);
const held = z.object({ total: z.number(), items: z.array(z.looseObject({ id: z.string() })) });
const scopesOfAll = [
  "Patient.crus",
  "Observation.crus",
  "Condition.crus",
  "Appointment.crus",
  "Encounter.crus",
];
const scopesOfOthers = [
  "Practitioner.rs",
  "MedicationRequest.crus",
  "DiagnosticReport.crs",
  "Group.rs",
  "DocumentReference.crus",
];
export const usualScope = [...scopesOfAll, ...scopesOfOthers].map((scope) => `system/${scope}`).join(" ");

export type CernerClient = Awaited<ReturnType<typeof startCerner>>;

export async function startCerner(options: SandboxOptions = {}) {
  const clock = { nowMs: Date.now() };
  const sandbox = await startSandbox({
    patients: 40,
    now: () => clock.nowMs,
    exportDurationMs: 0,
    ...options,
  });
  const vendors = vendorList.parse(await (await fetch(`${sandbox.url}/_vendors`)).json());
  const cerner = vendors.find(({ vendor }) => vendor === "cerner");
  if (!cerner) throw new Error("The sandbox plays no Oracle Health");
  const { clientId, clientSecret } = cerner.credentials;
  let authorization = "";

  async function askToken(form: Record<string, string>, secret = clientSecret): Promise<Response> {
    return fetch(cerner?.tokenUrl ?? "", {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials", ...form }),
    });
  }

  async function authorize(scope = usualScope): Promise<void> {
    const answer = await (await askToken({ scope })).json();
    authorization = `Bearer ${z.object({ access_token: z.string() }).parse(answer).access_token}`;
  }
  await authorize();

  /** Calls Oracle Health; `path` is below the FHIR base or a whole URL. */
  async function call(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    return fetch(path.startsWith("http") ? path : `${cerner?.baseUrl}/${path}`, {
      method,
      redirect: "manual",
      headers: {
        authorization,
        accept: "application/fhir+json",
        ...(body === undefined ? {} : { "content-type": "application/fhir+json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async function backstage(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${sandbox.url}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  return {
    cerner,
    clock,
    askToken,
    authorize,
    call,
    backstage,
    get: (path: string, headers?: Record<string, string>) => call("GET", path, { headers }),
    /** Everything of a type as the vendor truly holds it. */
    held: async (type: string) =>
      held.parse(await (await backstage("GET", `/_data/cerner/${type}?limit=1000`)).json()).items,
    close: () => sandbox.close(),
  };
}
