/** What the ways of all entities of a patient's chart do alike: only the messages differ. */
import { type FhirJson, fhirResources } from "@/lib/fhir";
import type { RecordEntity } from "@/lib/records/schema";
import type { RemoteItem } from "../../../contract";
import { alikeInChart, fhirServerErrors, searchItems } from "../../fhir-r4";
import type { ToldChange } from "../told-change";
import { bearsNumberOf, isNumbered } from "./own-number";
import { type PointedAt, pointedAt } from "./pointed-at";
import type { Charts, MessageWay, Write } from "./way";

interface ChartMessages extends Pick<MessageWay, "words" | "untold" | "limits" | "named"> {
  /** Throws `change_not_offered`. */
  readonly create: (resource: FhirJson, about: PointedAt) => Write;
  /** Throws `change_not_offered`. */
  readonly update: (change: ToldChange, about: PointedAt) => Write;
}

/** The way of an entity whose resources are found by their patient and known by their numbers. */
export function chartWay(
  entity: RecordEntity,
  { words, untold, limits, named, create, update }: ChartMessages,
): MessageWay {
  const type = fhirResources[entity].resourceType;
  const chart = async ({ server, charted }: Charts, resource: FhirJson): Promise<RemoteItem[]> => {
    const query = alikeInChart(type, resource, charted[entity]);
    return query === undefined ? [] : searchItems(server, { entity, type }, query);
  };
  return {
    words,
    untold,
    limits,
    limitsOfShown: ["Messages change only what bears a number there."],
    named,
    create: async (charts, resource) => create(resource, await pointedAt(charts, resource)),
    update: async (charts, change) => {
      if (!isNumbered(change.before)) {
        throw fhirServerErrors.change_not_offered({
          detail: "The vendor shows no number of it, by which a message could name it. Change it there.",
        });
      }
      return update(change, await pointedAt(charts, change.after, change.before));
    },
    withdrawn: (resource) => ({ ...resource, status: "entered-in-error" }),
    isFindable: (charted) => charted[entity] !== undefined,
    numbered: async (charts, resource) => {
      const items = await chart(charts, resource);
      return items.filter((item) => bearsNumberOf(item.resource, resource));
    },
    alike: chart,
  };
}
