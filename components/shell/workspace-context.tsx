"use client";

import { createContext, type ReactNode, useContext } from "react";

/** Who works here and what they may do: the answer of `GET /api/me` for a signed-in person. */
export type WorkspaceSession = {
  user: { id: string; email: string; name: string; role: string };
  organization: { id: string; name: string; timeZone: string };
  permissions: readonly string[];
};

const WorkspaceContext = createContext<WorkspaceSession | null>(null);

type WorkspaceProviderProps = { session: WorkspaceSession; children: ReactNode };

export function WorkspaceProvider({ session, children }: WorkspaceProviderProps) {
  return <WorkspaceContext value={session}>{children}</WorkspaceContext>;
}

/** The session of the workspace around; a screen outside of one is a mistake of ours. */
export function useWorkspace(): WorkspaceSession {
  const session = useContext(WorkspaceContext);
  if (!session) throw new Error("useWorkspace needs a WorkspaceProvider around it");
  return session;
}

/**
 * Whether to show what needs this permission. It only spares people buttons that would be refused: the server
 * checks every call itself.
 */
export function usePermission(permission: string): boolean {
  return useWorkspace().permissions.includes(permission);
}
