import { clsx } from "clsx";
import { entityWord } from "@/components/sync/job-words";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import type { IntegrationView, SubscriptionView } from "@/lib/integrations/schema";
import { useSubscriptions } from "./use-integrations";

const states: Record<SubscriptionView["status"], { shape: ShapeName; word: string }> = {
  active: { shape: "ok", word: "On" },
  requested: { shape: "wait", word: "Asked for" },
  error: { shape: "bad", word: "Failing" },
  off: { shape: "bad", word: "Turned off" },
  refused: { shape: "bad", word: "Refused" },
};

/** Asked for long ago, or not for the first time. */
const notBegun = { shape: "warn", word: "Not begun" } as const;

/** What the system tells at once, and how that stands. */
export function RealTime({ integration: { id, status, syncEnabled } }: { integration: IntegrationView }) {
  const { data: subscriptions } = useSubscriptions(id);
  if (!subscriptions) return null;
  const isOn = status === "active" && syncEnabled;
  return (
    <PanelSection title="Real time">
      {subscriptions.length === 0 ? (
        <p className="text-ink-2">{isOn ? "Being asked for." : "Off while nothing is synchronised."}</p>
      ) : (
        <ul>
          {subscriptions.map((subscription) => (
            <SubscriptionLine key={subscription.entity} subscription={subscription} />
          ))}
        </ul>
      )}
    </PanelSection>
  );
}

function SubscriptionLine({ subscription }: { subscription: SubscriptionView }) {
  const { entity, status, since, lastNotificationAt, problem } = subscription;
  const { shape, word } = status === "requested" && problem ? notBegun : states[status];
  return (
    <li className="grid min-h-(--row) grid-cols-[112px_minmax(0,1fr)_auto] items-center gap-x-2.5 border-line border-b py-1 last:border-b-0">
      <Status shape={shape}>{word}</Status>
      <span>
        {entityWord(entity)}
        {since ? (
          <span className="text-ink-3">
            , since <RelativeTime at={since} />
          </span>
        ) : null}
      </span>
      <span className="text-ink-3">
        {lastNotificationAt ? (
          <>
            last told <RelativeTime at={lastNotificationAt} />
          </>
        ) : (
          "nothing told yet"
        )}
      </span>
      {problem ? (
        <p
          className={clsx(
            "wrap-anywhere col-span-full pb-1",
            status === "requested" ? "text-warn-ink" : "text-bad-ink",
          )}
        >
          {problem}
        </p>
      ) : null}
    </li>
  );
}
