import { typeWords } from "@/components/messages/type-words";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ClockTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { ChannelTestResult } from "@/lib/channels/schema";
import { errorWords, testStateOf } from "./channel-words";
import type { Test } from "./use-test";

type TestedItemProps = {
  message: Test["messages"][number];
  isChosen: boolean;
  onToggle: () => void;
  result: ChannelTestResult | undefined;
  onOpen: () => void;
};

/** A message to test, and how that went. */
export function TestedItem({
  message: { id, type = "Message", at },
  isChosen,
  onToggle,
  ...tested
}: TestedItemProps) {
  const { result, onOpen } = tested;
  const words = typeWords(type);
  const state = result && testStateOf(result);
  return (
    <li className="grid gap-1 border-line border-b px-4.5 py-2">
      <div className="flex min-h-7 items-center gap-2">
        <Checkbox
          checked={isChosen}
          onChange={onToggle}
          className="min-w-0 flex-1"
          label={
            <>
              <b className="font-medium">{type}</b>
              <span className="text-ink-3">
                {words ? ` · ${words}` : ""} {at ? <ClockTime at={at} seconds /> : null}{" "}
                <code className="font-mono text-xs">{id.slice(-6)}</code>
              </span>
            </>
          }
        />
        {state ? <Status shape={state.shape}>{state.word}</Status> : null}
        {result ? (
          <Button size="sm" aria-label={`Show the test of ${type} ${id.slice(-6)}`} onClick={onOpen}>
            Show
          </Button>
        ) : null}
      </div>
      {result && result.errors.length > 0 ? (
        <p className="pl-6 text-bad-ink text-xs wrap-anywhere">{errorWords(result.errors)}</p>
      ) : null}
    </li>
  );
}
