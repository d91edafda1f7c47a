import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { announceAccessChange } from "@/lib/auth";
import { addKey } from "@/lib/http/testing/callers";
import { newId } from "@/lib/platform/ids";
import { Stage, until } from "@/lib/webhooks/outbound/testing/stage";
import { signAccessToken } from "../server/access-token";
import { facadeFor } from "../server/testing/facade";
import { Bed, payload } from "./testing/bed";
import { wish } from "./testing/wish";

let stage: Stage;
let bed: Bed;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  bed = await Bed.make(stage);
});

describe("who made it", () => {
  const scopes = ["system/Subscription.cruds", "system/Observation.rs"];

  async function addClient(): Promise<string> {
    const id = newId();
    await stage.owner.query(
      `insert into fhir_clients (id, organization_id, name, jwks_url, scopes)
       values ($1, $2, 'Scales', 'https://scales.example/jwks', $3)`,
      [id, bed.organizationId, scopes],
    );
    return id;
  }

  const changed = (keyId: string) => announceAccessChange({ organizationId: bed.organizationId, keyId });

  it("gone, the subscription is in error, says so, and tells nothing", async () => {
    const own = await addKey(stage, bed.organizationId, ["records:read", "records:write"]);
    const id = await bed.subscribed({}, bed.path, facadeFor(own.headers.authorization));
    await stage.owner.query("update api_keys set revoked_at = now() where id = $1", [own.id]);
    await changed(own.id);
    await bed.keep(bed.weight(70));
    await until(async () => {
      const { rows } = await stage.owner.query("select last_error from webhook_endpoints where id = $1", [
        id,
      ]);
      expect(rows).toEqual([{ last_error: "The API key or client that made this subscription is gone." }]);
    });
    expect(bed.told()).toEqual([]);
  });

  it("granted less, it is in error and says what is missing; granted it again, nothing was lost", async () => {
    const clientId = await addClient();
    const client = facadeFor(`Bearer ${await signAccessToken(clientId, scopes)}`);
    const id = await bed.subscribed(payload, bed.path, client);
    const grant = async (granted: string[]) => {
      await stage.owner.query("update fhir_clients set scopes = $2 where id = $1", [clientId, granted]);
      await changed(clientId);
    };
    await grant(["system/Subscription.cruds", "system/Patient.rs"]);
    await bed.keep(bed.weight(70));
    await bed.becomes(id, /^error: .*system\/Observation\.r/, client);
    expect(bed.told()).toEqual([]);
    await grant(scopes);
    await bed.becomes(id, "active", client);
    expect(bed.kilograms()).toEqual([70]);
  });

  it("must have been granted what the criteria look into", async () => {
    const clientId = await addClient();
    const ask = async (granted: string[], criteria: string) => {
      const client = facadeFor(`Bearer ${await signAccessToken(clientId, granted)}`);
      const body = wish(stage.receiver.url(bed.path), { criteria, status: "off" });
      return (await client("POST", "Subscription", { body })).status;
    };
    expect(await ask(scopes, "Observation?code=1")).toBe(201);
    expect(await ask(scopes, "Observation?patient.name=x")).toBe(403);
    expect(await ask(scopes, "Patient?name=x")).toBe(403);
    expect(await ask(["system/Observation.rs"], "Observation?code=1")).toBe(403);
  });

  it("sees no record of a clinic that is not theirs", async () => {
    await bed.subscribed();
    const { rows } = await stage.owner.query(
      "update api_keys set role = 'clinic_staff' where organization_id = $1 returning id",
      [bed.organizationId],
    );
    for (const { id } of rows) await changed(id);
    const writer = facadeFor(`Bearer ${await stage.admin(bed.organizationId)}`);
    expect((await writer("POST", "Observation", { body: bed.weight(70) })).status).toBe(201);
    await bed.settled();
    expect(bed.told()).toEqual([]);
  });
});
