/** Whether a stored message is one that a source would take. Pure. */
import { type SourceForm, typesIn } from "./channel-form";

/** Of an event, what it tells of: "patient.*" for "patient.created". */
const familyOf = (type: string) => `${type.split(".")[0]}.*`;

/** By its type alone; whose it is was asked for. */
export function fitsSource(source: SourceForm, type: string): boolean {
  switch (source.kind) {
    case "http":
      return true;
    case "mllp": {
      const types = typesIn(source.types);
      return types.length === 0 || types.some((each) => type === each || type.startsWith(`${each}^`));
    }
    case "event":
      return source.events.some((each) => each === "*" || each === type || each === familyOf(type));
    case "sync":
      // Events name their records in the singular.
      return source.entities.some((entity) => familyOf(type) === `${entity.slice(0, -1)}.*`);
  }
}
