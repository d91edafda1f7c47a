import { describe, expect, it } from "vitest";
import { GET as events } from "@/app/api/integrations/[id]/events/route";
import { GET as job } from "@/app/api/integrations/[id]/jobs/[jobId]/route";
import { GET as jobs } from "@/app/api/integrations/[id]/jobs/route";
import { GET as keys } from "@/app/api/integrations/[id]/keys/route";
import { POST as preview } from "@/app/api/integrations/[id]/mappings/[entity]/preview/route";
import { POST as rollback } from "@/app/api/integrations/[id]/mappings/[entity]/rollback/route";
import {
  PUT as changeMapping,
  GET as readMapping,
} from "@/app/api/integrations/[id]/mappings/[entity]/route";
import { POST as pause } from "@/app/api/integrations/[id]/pause/route";
import { POST as resume } from "@/app/api/integrations/[id]/resume/route";
import { POST as rotateKey } from "@/app/api/integrations/[id]/rotate-key/route";
import { PUT as change, GET as readOne, DELETE as remove } from "@/app/api/integrations/[id]/route";
import { GET as figures } from "@/app/api/integrations/[id]/stats/route";
import { GET as subscriptions } from "@/app/api/integrations/[id]/subscriptions/route";
import { POST as sync } from "@/app/api/integrations/[id]/sync/route";
import { POST as test } from "@/app/api/integrations/[id]/test/route";
import { GET as traffic } from "@/app/api/integrations/[id]/traffic/route";
import { GET as connector } from "@/app/api/integrations/connectors/[id]/route";
import { GET as connectorsList } from "@/app/api/integrations/connectors/route";
import { GET as stats } from "@/app/api/integrations/connectors-stats/route";
import { POST as create, GET as listAll } from "@/app/api/integrations/route";
import { GET as functions } from "@/app/api/mapping/functions/route";
import {
  PUT as changeLookup,
  GET as readLookup,
  DELETE as removeLookup,
} from "@/app/api/mapping/lookups/[name]/route";
import { POST as createLookup, GET as listLookups } from "@/app/api/mapping/lookups/route";
import { beforeEachTest, type Caller, call, epicBody, makeCaller } from "./testing/routes";

let admin: Caller;
let id: string;

beforeEachTest((stage) => {
  ({ admin, id } = stage);
});

/** Of the paths that name more than the integration. */
const params = { entity: "patients", name: "sex" };

/** Routes that need no integration of the caller's. */
const ofAll = [
  ["GET", listAll, undefined],
  ["POST", create, epicBody],
  ["GET", connectorsList, undefined],
  ["GET", connector, undefined],
  ["GET", stats, undefined],
  ["GET", functions, undefined],
  ["GET", listLookups, undefined],
  ["POST", createLookup, { name: "sex", rows: [] }],
  ["GET", readLookup, undefined],
  ["PUT", changeLookup, { rows: [] }],
  ["DELETE", removeLookup, undefined],
] as const;

/** Routes about one integration. */
const ofOne = [
  ["GET", readOne, undefined],
  ["PUT", change, { name: "Changed" }],
  ["DELETE", remove, undefined],
  ["POST", test, undefined],
  ["POST", pause, undefined],
  ["POST", resume, undefined],
  ["POST", rotateKey, undefined],
  ["GET", events, undefined],
  ["GET", readMapping, undefined],
  ["PUT", changeMapping, { fieldMappings: [] }],
  ["POST", rollback, { version: 1 }],
  ["POST", preview, { record: {} }],
  ["GET", keys, undefined],
  ["GET", subscriptions, undefined],
  ["GET", figures, undefined],
  ["GET", traffic, undefined],
  ["GET", jobs, undefined],
  ["GET", job, undefined],
  ["POST", sync, { entity: "patients" }],
] as const;

/** What changes something. */
const changing = [
  ["POST", create, { ...epicBody, name: "Another" }],
  ...ofOne.filter(([method, handler]) => method !== "GET" && handler !== sync && handler !== preview),
] as const;

describe("who may not", () => {
  it.each([...ofAll, ...ofOne])(
    "%s %# is refused to strangers and to those without the right",
    async (method, handler, body) => {
      expect((await call(method, handler, { id, params, body })).status).toBe(401);
      const driver = await makeCaller("driver", admin.organizationId);
      expect((await call(method, handler, { caller: driver, id, params, body })).status).toBe(403);
      expect((await call("GET", readOne, { caller: admin, id })).json.name).toBe(epicBody.name);
    },
  );

  it.each(changing)("%s %# is refused to those who may only look", async (method, handler, body) => {
    const reader = await makeCaller("lab_staff", admin.organizationId);
    expect((await call(method, handler, { caller: reader, id, params, body })).status).toBe(403);
    expect((await call("GET", readOne, { caller: reader, id })).json.name).toBe(epicBody.name);
  });

  it.each(ofOne)(
    "%s %# finds nothing of another organization, nor by text that is no id",
    async (method, handler, body) => {
      const stranger = await makeCaller("admin");
      expect((await call(method, handler, { caller: stranger, id, params, body })).status).toBe(404);
      expect((await call(method, handler, { caller: admin, id: "no-id", params, body })).status).toBe(404);
      expect((await call("GET", readOne, { caller: admin, id })).json.name).toBe(epicBody.name);
    },
  );
});
