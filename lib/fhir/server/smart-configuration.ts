/** What SMART clients need to know (https://hl7.org/fhir/smart-app-launch/conformance.html). */
import { z } from "zod";
import { admit, routesBehind } from "@/lib/http";
import { tokenUrl } from "./grant-token";
import { oauthErrorResponse } from "./oauth-error";
import { assertionAlgorithms } from "./schema";

export const smartConfigurationSchema = z.object({
  token_endpoint: z.string(),
  grant_types_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
  scopes_supported: z.array(z.string()),
  capabilities: z.array(z.string()),
});

export function smartConfiguration(): z.output<typeof smartConfigurationSchema> {
  return {
    token_endpoint: tokenUrl(),
    grant_types_supported: ["client_credentials"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: [...assertionAlgorithms],
    scopes_supported: ["system/*.read", "system/*.write", "system/*.*", "system/*.cruds", "system/*.rs"],
    capabilities: ["client-confidential-asymmetric", "permission-v1", "permission-v2"],
  };
}

/** Routes that refuse as OAuth does. */
export const tokenRoutes = routesBehind({ admit, refuse: oauthErrorResponse });
