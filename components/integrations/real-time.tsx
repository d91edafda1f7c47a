import { entityWord } from "@/components/sync/job-words";
import { Banner } from "@/components/ui/banner";
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
        <>
          <Problems subscriptions={subscriptions} />
          <ul>
            {subscriptions.map((subscription) => (
              <SubscriptionLine key={subscription.entity} subscription={subscription} />
            ))}
          </ul>
        </>
      )}
    </PanelSection>
  );
}

/** What to do, once for all that suffer from the same. */
function Problems({ subscriptions }: { subscriptions: readonly SubscriptionView[] }) {
  const byProblem = Map.groupBy(subscriptions, ({ problem }) => problem);
  return [...byProblem].map(([problem, those]) =>
    problem === null ? null : (
      <div key={problem} className="mb-2">
        <Banner
          tone={those.every(isRequested) ? "warn" : "bad"}
          title={
            those.length < subscriptions.length
              ? those.map(({ entity }) => entityWord(entity)).join(", ")
              : undefined
          }
        >
          <p className="wrap-anywhere">{problem}</p>
        </Banner>
      </div>
    ),
  );
}

function isRequested({ status }: SubscriptionView): boolean {
  return status === "requested";
}

function SubscriptionLine({ subscription }: { subscription: SubscriptionView }) {
  const { entity, status, since, lastNotificationAt, problem } = subscription;
  const { shape, word } = isRequested(subscription) && problem ? notBegun : states[status];
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
    </li>
  );
}
