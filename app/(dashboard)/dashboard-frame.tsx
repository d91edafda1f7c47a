"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { type ReactNode, useState } from "react";
import { ApiError } from "@/components/api";
import { Workspace } from "@/components/shell/workspace";
import { WorkspaceProvider, type WorkspaceSession } from "@/components/shell/workspace-context";

/** Asking again helps when nobody answered or the server stumbled, not when it said no. */
function mayRetry(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return failures < 2 && !isRefusal;
}

function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: mayRetry, staleTime: 5_000 } } });
}

/** What every screen of the workspace stands in: the session, what was asked of the server, and the shell. */
export function DashboardFrame({ session, children }: { session: WorkspaceSession; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <WorkspaceProvider session={session}>
        <Workspace onSignOut={() => signOut({ callbackUrl: "/sign-in" })}>{children}</Workspace>
      </WorkspaceProvider>
    </QueryClientProvider>
  );
}
