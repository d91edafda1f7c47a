"use client";

import { roleName } from "@/components/shell/person-name";
import { Status } from "@/components/ui/status";
import type { ApiKeyView } from "@/lib/auth/schema";

/** Whether a key still opens anything. */
export function KeyState({ apiKey: { expiresAt } }: { apiKey: ApiKeyView }) {
  const isOver = expiresAt !== null && new Date(expiresAt).getTime() <= Date.now();
  return isOver ? <Status shape="off">Expired</Status> : <Status shape="ok">Active</Status>;
}

/** "Lab staff" or "3 rights". */
export function keyRights({ role, scopes }: ApiKeyView): string {
  if (role) return roleName(role);
  return scopes.length === 1 ? "1 right" : `${scopes.length} rights`;
}
