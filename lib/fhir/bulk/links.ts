/** Addresses of an export's files: signed by us, good for an hour, and needing no token. */
import { hkdfSync } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { nowMs } from "@/lib/platform/clock";
import { secret } from "@/lib/platform/env";
import { idSchema } from "@/lib/platform/ids";
import { baseUrl } from "../server";
import { bulkErrors } from "./errors";

const linkSeconds = 3_600;
const algorithm = "HS256";
const audience = "carelane fhir export";

function signingKey(): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret("NEXTAUTH_SECRET"), "", "carelane fhir export link", 32));
}

const claims = z.object({ sub: idSchema, org: idSchema, file: z.int() });

export interface FilePlace {
  readonly exportId: string;
  readonly organizationId: string;
  readonly file: number;
}

/** When links that are made now end. */
export function linksEndAt(): Date {
  return new Date(nowMs() + linkSeconds * 1_000);
}

export async function linkTo({ exportId, organizationId, file }: FilePlace): Promise<string> {
  const issuedAt = Math.floor(nowMs() / 1_000);
  const token = await new SignJWT({ org: organizationId, file })
    .setProtectedHeader({ alg: algorithm })
    .setAudience(audience)
    .setSubject(exportId)
    .setExpirationTime(issuedAt + linkSeconds)
    .sign(signingKey());
  return `${baseUrl()}/$export-file/${exportId}/${file}?token=${token}`;
}

/** What a link's token leads to. Throws `export_link_invalid`, `export_link_ended`. */
export async function readLink(token: string): Promise<FilePlace> {
  try {
    const { payload } = await jwtVerify(token, signingKey(), {
      algorithms: [algorithm],
      audience,
      currentDate: new Date(nowMs()),
    });
    const { sub, org, file } = claims.parse(payload);
    return { exportId: sub, organizationId: org, file };
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw bulkErrors.export_link_ended({ detail: "Ask how the export stands: the answer has new links." });
    }
    throw bulkErrors.export_link_invalid({ detail: "Use the links of the export's answer as they are." });
  }
}
