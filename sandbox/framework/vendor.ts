/** The contract between the framework and one simulated vendor: what a new vendor folder has to provide. */
import type { IncomingHttpHeaders } from "node:http";
import type { Rehearsed } from "@/sandbox/framework/faults";
import type { Reply } from "@/sandbox/framework/reply";
import type { Inbox } from "@/sandbox/hl7/inbox";

/** One call to a vendor, its body already read. */
export interface VendorRequest {
  method: string;
  url: URL;
  /** The path below the vendor's own prefix: `/api/FHIR/R4/Patient` for `/epic/api/FHIR/R4/Patient`. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** True when a fault of this kind is to be played now. Each call is one throw of its dice. */
  plays: (kind: Rehearsed) => boolean;
}

/** Where a client finds the vendor, and what its connection form has to be filled with. */
interface VendorAddress {
  baseUrl: string;
  tokenUrl: string | null;
  mllp: { host: string; port: number } | null;
  credentials: Record<string, string>;
}

/** The vendor's truth, as its own users see and change it. Items travel as JSON text, so that nothing is lost. */
export interface DataDoor {
  list(type: string, offset: number, limit: number): { total: number; items: string[] };
  create(type: string, text: string): { id: string; item: string };
  /** Replaces an item; undefined when there is none of that id. */
  replace(type: string, id: string, text: string): { id: string; item: string } | undefined;
  /** Deletes an item; false when there is none of that id. */
  remove(type: string, id: string): boolean;
  /** Merges one item into another of its type; false when either is missing. */
  merge?(type: string, id: string, into: string): boolean;
}

/** A client application as a person would register it with the vendor. */
export interface ClientRegistration {
  clientId: string;
  keys: { jwksUrl: string } | { jwks: { keys: Record<string, unknown>[] } };
}

export interface Vendor {
  id: string;
  name: string;
  address: VendorAddress;
  data: DataDoor;
  handle(request: VendorRequest): Promise<Reply>;
  /** The vendor's own words for a refusal that a fault asks for. */
  refusal(status: number): Reply;
  registerClient?(registration: ClientRegistration): void;
  /** Files HL7 v2 messages, where the vendor takes them: it then has an MLLP port. */
  inbox?: Inbox;
  /** Ends what the vendor does by itself, such as sending events. */
  close?(): void;
}

/** Thrown by a data door when it cannot take what it was given; answered as 422. */
export class UnacceptableItem extends Error {
  override name = "UnacceptableItem";
}
