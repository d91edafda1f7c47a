"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { notify } from "@/components/ui/toaster";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { IntegrationAction } from "./integration-actions";
import { useConnectors, useIntegrationCalls } from "./use-integrations";

type Choice = { integration: IntegrationView; action: IntegrationAction };

/** Does an action and tells what came of it; `underWay` is the one that waits for its answer. */
export function useIntegrationActions() {
  const calls = useIntegrationCalls();
  const router = useRouter();
  const { data: connectors } = useConnectors();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: ({ integration, action }: Choice) => {
      const connector = connectors?.find(({ id }) => id === integration.connectorId);
      return action.run(calls, integration, connector);
    },
    onSuccess: ({ href, ...told }) => {
      notify({ ...told, action: href ? { label: "Follow", onClick: () => router.push(href) } : undefined });
    },
    onError: (error, { integration, action }) => {
      notify({
        tone: "bad",
        title: `${action.label} did not work`,
        detail: `${integration.name}. ${error.message}`,
      });
    },
  });
  return {
    act: (integration: IntegrationView, action: IntegrationAction) => {
      if (!isPending) mutate({ integration, action });
    },
    underWay: isPending ? variables : undefined,
  };
}
