"use client";

import { useMutation } from "@tanstack/react-query";
import { usePermission } from "@/components/shell/workspace-context";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusShape } from "@/components/ui/status-shape";
import type { IntegrationView, TestResult } from "@/lib/integrations/schema";
import { useConnector, useIntegrationCalls, useIntegrationEvents } from "./use-integrations";

/** Tries the connection and shows each step of it, and what to do about the one that failed. */
export function TestConnection({ integration: { id, connectorId } }: { integration: IntegrationView }) {
  const { test } = useIntegrationCalls();
  const mayTest = usePermission("integrations:write");
  const { mutate, data: result, error, isPending } = useMutation({ mutationFn: () => test(id) });
  return (
    <div className="grid justify-items-start gap-2">
      {error ? <Banner tone="bad">{error.message}</Banner> : null}
      {result ? <TestChecks result={result} /> : <LastTest id={id} connectorId={connectorId} />}
      {mayTest ? (
        <Button size="sm" loading={isPending} onClick={() => mutate()}>
          {result ? "Test again" : "Test the connection"}
        </Button>
      ) : null}
    </div>
  );
}

function TestChecks({ result: { success, message, latency, checks } }: { result: TestResult }) {
  return (
    <div role="status" className="grid w-full gap-2">
      <p className="font-medium text-ink">{success ? `${message}, ${latency} ms` : "The test failed"}</p>
      <ul className="grid gap-1.5">
        {checks.map((check) => (
          <Check key={check.name} {...check} />
        ))}
      </ul>
    </div>
  );
}

/** One that passed may still advise something. */
function Check({ name, ok, message, fix }: TestResult["checks"][number]) {
  const { shape, words } = ok ? (fix ? outcomes.advised : outcomes.passed) : outcomes.failed;
  return (
    <li className="flex gap-2">
      <StatusShape shape={shape} className="mt-0.75 size-3.5" />
      <div className="min-w-0 wrap-anywhere">
        <span className="font-medium text-ink">{name}</span>
        <span className="sr-only">, {words}</span>. {message}
        {fix ? <p className="mt-0.5 text-ink">What to do: {fix}</p> : null}
      </div>
    </li>
  );
}

const outcomes = {
  passed: { shape: "ok", words: "passed" },
  advised: { shape: "warn", words: "passed with advice" },
  failed: { shape: "bad", words: "failed" },
} as const;

/** How the newest test ended, for whoever comes back. */
function LastTest({ id, connectorId }: Pick<IntegrationView, "id" | "connectorId">) {
  const connector = useConnector(connectorId);
  const { data } = useIntegrationEvents(id);
  const last = data?.pages.flatMap((page) => page.data).find(({ type }) => type === "tested");
  if (!last) {
    return connector?.canBePulled === false ? (
      <p>
        It reads the settings, and tries the address for what goes out where there is one. It sends nothing.
      </p>
    ) : (
      <p>It calls the system step by step, as a sync would, and changes nothing there.</p>
    );
  }
  return (
    <p>
      {last.message}, <RelativeTime at={last.at} />
    </p>
  );
}
