/**
 * Links to pages. What was searched for names patients, and addresses end up in logs: a link holds the question and
 * the place sealed, for the organization that asked.
 */
import { z } from "zod";
import { openVault } from "@/lib/platform/crypto";
import { facadeErrors } from "./errors";
import { baseUrl } from "./exchange";

export const pageParameter = "_page";

const pageSchema = z.object({
  /** The question, as a query string. */
  query: z.string(),
  /** Where the page begins: values of the last entry before it. */
  after: z.array(z.string().nullable()),
});

export type PageState = z.output<typeof pageSchema>;

const parts = (path: string) => ["fhir page", path];

/** The address of the page of `path` that begins at `state`. */
export async function pageLink(organizationId: string, path: string, state: PageState): Promise<string> {
  const vault = await openVault(organizationId, "resources");
  const sealed = vault.sealText(JSON.stringify(state), parts(path)).toString("base64url");
  return `${baseUrl()}/${path}?${pageParameter}=${sealed}`;
}

/** What such a link holds. Throws `parameter_invalid` for one that we did not give to this organization. */
export async function openPage(organizationId: string, path: string, sealed: string): Promise<PageState> {
  const vault = await openVault(organizationId, "resources");
  try {
    return pageSchema.parse(JSON.parse(vault.openText(Buffer.from(sealed, "base64url"), parts(path))));
  } catch (cause) {
    throw facadeErrors.parameter_invalid({
      detail: "Begin the search again: this link is not one of ours.",
      cause,
    });
  }
}
