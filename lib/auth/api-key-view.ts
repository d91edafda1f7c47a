import type { ApiKey } from "@/prisma/generated/client";
import { keyPermissions } from "./api-key-look-up";
import { type ApiKeyView, roleSchema } from "./schema";

export function toApiKeyView(key: ApiKey): ApiKeyView {
  const role = roleSchema.nullable().parse(key.role);
  return {
    id: key.id,
    name: key.name,
    role,
    scopes: keyPermissions(role ?? undefined, key.scopes),
    hint: key.hint,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
