"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { type ReactNode, useState } from "react";
import { ApiError } from "@/components/api";
import { useChannelAttention } from "@/components/channels/use-channels";
import { LiveProvider, useLiveLine } from "@/components/live/live-provider";
import { useLiveState } from "@/components/live/use-live";
import { useStayWhileOffline } from "@/components/live/use-stay-while-offline";
import { useIntegrationAttention, useIntegrationPips } from "@/components/shell/use-integrations";
import { usePaletteAnswers } from "@/components/shell/use-palette-answers";
import { Workspace } from "@/components/shell/workspace";
import { WorkspaceProvider, type WorkspaceSession } from "@/components/shell/workspace-context";
import { useAttention } from "@/components/sync/use-attention";

/** Asking again helps when nobody answered or the server stumbled, not when it said no. */
function mayRetry(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return failures < 2 && !isRefusal;
}

function createQueryClient(): QueryClient {
  // Whether there is a connection is found by asking: a browser's own idea of being online is often wrong.
  const networkMode = "always";
  return new QueryClient({
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: 5_000, networkMode },
      mutations: { networkMode },
    },
  });
}

type DashboardFrameProps = { session: WorkspaceSession; children: ReactNode };

/** What every screen of the workspace stands in: the session, the live line, what was asked, and the shell. */
export function DashboardFrame({ session, children }: DashboardFrameProps) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <WorkspaceProvider session={session}>
        <LiveProvider>
          <ConnectedWorkspace>{children}</ConnectedWorkspace>
        </LiveProvider>
      </WorkspaceProvider>
    </QueryClientProvider>
  );
}

function ConnectedWorkspace({ children }: { children: ReactNode }) {
  const line = useLiveLine();
  const live = useLiveState();
  const palette = usePaletteAnswers();
  const attention = { ...useAttention(), ...useChannelAttention(), ...useIntegrationAttention() };
  useStayWhileOffline(live.mode === "offline");
  // Before the first word nothing is claimed about the line.
  const isKnown = live.lastHeardAt !== null || live.mode !== "live";
  return (
    <Workspace
      live={isKnown ? live : undefined}
      pips={useIntegrationPips()}
      attention={attention}
      paletteGroups={palette.groups}
      onPaletteQuery={palette.ask}
      onSignOut={() => {
        // The server would end the line itself, and that would lead to a sign-in that comes back here.
        line?.stop();
        void signOut({ callbackUrl: "/sign-in" });
      }}
    >
      {children}
    </Workspace>
  );
}
