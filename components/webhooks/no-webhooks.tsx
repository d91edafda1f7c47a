import { Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/states";

/** What webhooks are for, where there is none yet. */
export function NoWebhooks({ action }: { action: ReactNode }) {
  return (
    <div className="pt-8">
      <EmptyState icon={Webhook} title="Nobody is told yet" action={action}>
        An endpoint is an address of another system, such as a portal or a billing program. Carelane sends it
        a signed message when a record changes, a sync ends or a conflict appears
        {action ? "." : ". An administrator can add one."}
      </EmptyState>
    </div>
  );
}
