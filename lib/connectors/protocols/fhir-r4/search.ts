/** Follows a search from page to page. */
import { z } from "zod";
import type { OutboundReply } from "@/lib/http/client";
import { hasCode } from "@/lib/platform/errors";
import { fhirServerErrors } from "./errors";
import { issuesOf, type RefusalIssue } from "./refusal";
import { asResource, entryTexts, type ResourceText } from "./resource";
import type { FhirServer } from "./server";

const bundle = z.looseObject({
  resourceType: z.literal("Bundle"),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).default([]),
  entry: z
    .array(
      z.looseObject({
        resource: z.unknown().optional(),
        search: z.looseObject({ mode: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

export interface SearchPage {
  /** Matches not seen on an earlier page. */
  readonly matches: readonly ResourceText[];
  /** What the server remarked: nothing found, a parameter ignored, more data withheld. */
  readonly remarks: readonly RefusalIssue[];
  /** Matches that are no resources. */
  readonly unreadable: number;
  /** Where the search goes on, for a while; absent on its last page. */
  readonly next?: string;
}

const mostRestarts = 2;

interface Progress {
  readonly seen: Set<string>;
  readonly visited: Set<string>;
}

function readPage(reply: OutboundReply, seen: Set<string>): SearchPage {
  const { entry, link } = reply.json(bundle);
  const texts = entryTexts(reply.text());
  const matches: ResourceText[] = [];
  const remarks: RefusalIssue[] = [];
  let unreadable = 0;
  entry.forEach(({ resource: value, search }, index) => {
    const issues = issuesOf(value);
    if (issues.length > 0 || search?.mode === "outcome") remarks.push(...issues);
    else if (search?.mode !== "include") {
      const resource = asResource(value);
      const text = texts[index];
      if (!resource || text === undefined) unreadable++;
      else if (!seen.has(`${resource.resourceType}/${resource.id}`)) {
        seen.add(`${resource.resourceType}/${resource.id}`);
        matches.push({ resource, text });
      }
    }
  });
  return { matches, remarks, unreadable, next: link.find(({ relation }) => relation === "next")?.url };
}

/** What a server says to a link of its own that it has forgotten, where it has no word for that. */
const forgotten = ["content_refused", "resource_not_found", "resource_deleted", "no_fhir_answer"] as const;

async function readAt(
  server: FhirServer,
  address: string,
  isLink: boolean,
  seen: Set<string>,
): Promise<SearchPage> {
  try {
    return readPage(await server.call(address, { check: (answer) => void answer.json(bundle) }), seen);
  } catch (cause) {
    if (!isLink || !hasCode(cause, ...forgotten)) throw cause;
    throw fhirServerErrors.page_session_expired({ detail: "It refuses a link that it gave itself.", cause });
  }
}

/** The pages of one attempt. The link is taken as it comes: its parts mean nothing to us. */
async function* follow(
  server: FhirServer,
  query: string,
  next: string | undefined,
  progress: Progress,
): AsyncGenerator<SearchPage> {
  progress.visited.clear();
  for (let address: string | undefined = next ?? query; address !== undefined; ) {
    if (progress.visited.has(address))
      throw fhirServerErrors.paging_broken({ detail: "They go in a circle." });
    progress.visited.add(address);
    const page = await readAt(server, address, address !== query, progress.seen);
    yield page;
    address = page.next;
  }
}

/**
 * Every page of a search, each match once. When the server forgets the search midway it is run again from its
 * start, and what was already seen is left out. A link to another server throws `foreign_address`, one that
 * repeats `paging_broken`. With `next` it goes on where an earlier reading of the same search stopped.
 */
export async function* searchPages(
  server: FhirServer,
  query: string,
  next?: string,
): AsyncGenerator<SearchPage> {
  const progress: Progress = { seen: new Set(), visited: new Set() };
  for (let restarts = 0; ; restarts++) {
    try {
      yield* follow(server, query, restarts === 0 ? next : undefined, progress);
      return;
    } catch (error) {
      if (!hasCode(error, "page_session_expired") || restarts === mostRestarts) throw error;
    }
  }
}

/** A search's parameters as they stand after the resource type. */
export function searchQuery(type: string, parameters: Readonly<Record<string, string>>): string {
  return `${type}?${new URLSearchParams(parameters)}`;
}
