/** A message on its way to FHIR: what was made of it so far. */
import { hash } from "node:crypto";
import type { FhirJson } from "@/lib/fhir";
import type { Message } from "../message";
import type { Segment } from "../segment";
import type { ConversionProblem, ConvertedMerge, ConvertedMessage, ConvertedResource } from "./converted";
import type { Sender } from "./data-types";
import { element } from "./elements";
import { FieldReader } from "./field-reader";
import { inOrder } from "./in-order";
import { legalResource } from "./legal-text";

/** Points at a resource of this message. */
export interface Reference {
  readonly reference: string;
}

/** What identifies a thing at the sender. Parts that are not said count as such; where none is said, nothing does. */
export type Identity = readonly (string | null | undefined)[];

export interface Extras {
  /** Elements that FHIR demands, for where the message says none of their name. */
  readonly assumed?: FhirJson;
  readonly cleared?: readonly string[] | undefined;
  readonly isDeleted?: boolean;
}

const idLength = 32;

/** The same of the same identity, in this message and every other; nothing can be read out of it. */
export function idOf(resourceType: string, identity: Identity): string {
  return hash("sha256", `${resourceType}\n${identity.map((part) => part ?? "").join("\n")}`, "hex").slice(
    0,
    idLength,
  );
}

function referenceTo(resourceType: string, id: string): Reference {
  return { reference: `${resourceType}/${id}` };
}

/** The id that a reference of this message holds. */
export function idIn({ reference }: Reference): string {
  return reference.slice(reference.indexOf("/") + 1);
}

/** What was said first, and of lists what is not in them yet. */
function united(first: unknown, second: unknown): unknown {
  if (!Array.isArray(first) || !Array.isArray(second)) return first;
  const said = new Set(first.map((one) => JSON.stringify(one)));
  return [...first, ...second.filter((one) => !said.has(JSON.stringify(one)))];
}

/** Whether more is said than before, which may point at what was told of since. */
function hasGrown(before: FhirJson | undefined, now: FhirJson): boolean {
  if (!before) return false;
  return Object.entries(now).some(([name, value]) => {
    const known = before[name];
    return (
      known === undefined || (Array.isArray(known) && Array.isArray(value) && value.length > known.length)
    );
  });
}

export class Conversion {
  private readonly known = new Map<string, ConvertedResource>();
  /** More was said of something that others may stand behind. */
  private isMixed = false;
  private readonly claims = new Map<string, number>();
  private readonly merges: ConvertedMerge[] = [];
  private readonly problems = new Map<string, ConversionProblem>();
  private readonly controlId: string;
  /** Ids of what nothing identifies but the message, and a number in it. */
  private readonly places = new Set<string>();

  constructor(
    readonly message: Message,
    readonly sender: Sender,
  ) {
    const [header] = message.segments;
    this.controlId = [10, 3, 4].map((field) => header?.text(field) ?? "").join("\n");
  }

  read(segment: Segment): FieldReader {
    return new FieldReader(segment, this.sender, this.note);
  }

  /** MSH-9: what the message is about, such as ADT, and what happened, such as A08. */
  get code(): string {
    return this.message.segments[0]?.text(9, 1)?.toUpperCase() ?? "";
  }

  /** What EVN-1 says is withdrawn since 2.5; it counts where the header leaves the event out. */
  get event(): string {
    const event = this.message.segments[0]?.text(9, 2) ?? this.message.segment("EVN")?.text(1);
    return event?.toUpperCase() ?? "";
  }

  /** An id of what is identified, or of its place in this message where nothing identifies it. */
  idOf(resourceType: string, identity: Identity | undefined): string {
    if (identity?.some((part) => part)) return this.derived(resourceType, identity);
    const id = idOf(resourceType, ["place", this.controlId, String(this.places.size)]);
    this.places.add(id);
    return id;
  }

  /** The same, but for things that are several though the sender calls them the same: they are counted. */
  idOfEach(resourceType: string, identity: Identity): string {
    const key = `${resourceType}\n${identity.join("\n")}`;
    const before = this.claims.get(key) ?? 0;
    this.claims.set(key, before + 1);
    return this.derived(resourceType, before === 0 ? identity : [...identity, `${before + 1}`]);
  }

  /** What belongs to a thing that nothing identifies is not identified either. */
  private derived(resourceType: string, identity: Identity): string {
    const id = idOf(resourceType, identity);
    if (identity.some((part) => part && this.places.has(part))) this.places.add(id);
    return id;
  }

  /** Takes a resource; of one that was there already only what is new. Elements that say nothing are left out. */
  add(resourceType: string, id: string, elements: FhirJson, extras: Extras = {}): Reference {
    const reference = referenceTo(resourceType, id);
    const before = this.known.get(reference.reference);
    const said = { ...element(elements) };
    for (const name in before?.resource) {
      if (!before.assumed.includes(name)) said[name] = united(before.resource[name], said[name]);
    }
    this.isMixed ||= hasGrown(before?.resource, said);
    const resource: FhirJson = { resourceType, id, ...extras.assumed, ...said };
    this.known.set(reference.reference, {
      resourceType,
      id,
      isIdentified: !this.places.has(id),
      resource,
      cleared: [...(before?.cleared ?? []), ...(extras.cleared ?? [])].filter((name) => !(name in resource)),
      assumed: Object.keys(extras.assumed ?? {}).filter((name) => !(name in said)),
      isDeleted: extras.isDeleted ?? before?.isDeleted ?? false,
    });
    return reference;
  }

  /** Those of things that are there: what is deleted is no part of another thing any more. */
  present<Pointer extends Reference>(references: readonly Pointer[]): Pointer[] {
    return references.filter(({ reference }) => !this.known.get(reference)?.isDeleted);
  }

  merge(resourceType: ConvertedMerge["resourceType"], from: string, into: string): void {
    if (from !== into) this.merges.push({ resourceType, from, into });
  }

  /** Notes what FHIR could not take as it stands: a field, or the whole segment. */
  readonly note = (segment: Segment, field: number | undefined, message: string): void => {
    const index = this.message.all(segment.name).indexOf(segment) + 1;
    const occurrence = index > 1 ? `(${index})` : "";
    const path = `${segment.name}${occurrence}${field === undefined ? "" : `-${field}`}`;
    this.problems.set(path, { path, message });
  };

  /** All of a type so far. */
  allOf(resourceType: string): Reference[] {
    return [...this.known.values()]
      .filter((one) => one.resourceType === resourceType)
      .map(({ id }) => referenceTo(resourceType, id));
  }

  end(): ConvertedMessage {
    return {
      resources: (this.isMixed ? inOrder(this.known) : [...this.known.values()]).map((one) => ({
        ...one,
        resource: legalResource(one.resource),
      })),
      merges: this.merges,
      problems: [...this.problems.values()],
    };
  }
}
