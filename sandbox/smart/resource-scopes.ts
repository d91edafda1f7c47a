/** Scopes by resource type, in both notations of SMART: `system/Patient.read` and `system/Patient.rs`. */
import type { Interaction } from "@/sandbox/fhir/fhir-endpoint";
import { RefusedGrant } from "@/sandbox/smart/token-endpoint";

const letters: Record<Interaction, string> = { create: "c", read: "r", update: "u", patch: "u", search: "s" };
const firstNotation: Record<string, string> = { read: "rs", write: "cud", "*": "cruds" };

interface Notations {
  /** Whether `.read` and `.write` are understood. */
  first: boolean;
  /** Whether `*` stands for every type. */
  wildcard: boolean;
}

export class ResourceScopes {
  /** `offered` has the letters (of c r u d s, in this order) that a client may be granted of each type. */
  constructor(
    private readonly offered: ReadonlyMap<string, string>,
    private readonly notations: Notations,
  ) {}

  /** Everything a client may be granted, in the second notation. */
  all(): string[] {
    return [...this.offered].map(([type, rights]) => `system/${type}.${rights}`);
  }

  /** Those asked for that are offered, as they were asked for. */
  among(asked: string | null): string[] {
    return (asked ?? "").split(/\s+/).filter((scope) => this.#isOffered(scope));
  }

  /** The same as one text; throws `invalid_scope` when nothing is left. */
  granted(asked: string | null): string {
    const granted = this.among(asked);
    if (granted.length > 0) return granted.join(" ");
    throw new RefusedGrant("invalid_scope", "nothing was asked for that is offered");
  }

  /** Whether what was granted reaches so far. */
  reach(granted: string, type: string, interaction: Interaction): boolean {
    return granted.split(" ").some((scope) => {
      const [of, rights] = this.#read(scope);
      return (of === type || of === "*") && rights.includes(letters[interaction]);
    });
  }

  #isOffered(scope: string): boolean {
    const [type, rights] = this.#read(scope);
    if (rights === "") return false;
    if (type === "*") return this.notations.wildcard;
    const offered = this.offered.get(type) ?? "";
    // The first notation knows no single interactions: it asks for as much of them as there is.
    if (this.#isFirst(scope)) return [...rights].some((one) => offered.includes(one));
    return [...rights].every((one) => offered.includes(one));
  }

  #read(scope: string): [type: string, rights: string] {
    const [, type = "", rights = ""] = /^system\/(\w+|\*)\.([a-z]+|\*)$/.exec(scope) ?? [];
    if (this.#isFirst(scope)) return [type, this.notations.first ? (firstNotation[rights] ?? "") : ""];
    return [type, /^c?r?u?d?s?$/.test(rights) ? rights : ""];
  }

  #isFirst(scope: string): boolean {
    return (scope.split(".")[1] ?? "") in firstNotation;
  }
}
