"use client";

import { type ReactNode, useState } from "react";
import { changesOf, editableOf } from "@/components/messages/edited-text";
import { type Json, JsonTree } from "@/components/messages/json-tree";
import { LineChanges } from "@/components/messages/line-changes";
import { ReadMessage } from "@/components/messages/read-message";
import { useMessage } from "@/components/messages/use-messages";
import { ReadFailed } from "@/components/read-failed";
import { formatJson } from "@/components/records/format-json";
import { Banner } from "@/components/ui/banner";
import { Dialog } from "@/components/ui/dialog";
import { Segments } from "@/components/ui/segments";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { Status } from "@/components/ui/status";
import type { ChannelTestResult } from "@/lib/channels/schema";
import { errorWords, testStateOf } from "./channel-words";

const views = { parsed: "As it is read", text: "Text", changes: "Changes" } as const;
type View = keyof typeof views;

type TestedMessageProps = { result: ChannelTestResult; onClose: () => void };

/** What came in beside what would go out. */
export function TestedMessage({ result, onClose }: TestedMessageProps) {
  const { data: message, error, refetch } = useMessage(result.messageId);
  const [view, setView] = useState<View>("parsed");
  const { shape, word } = testStateOf(result);
  const [input, output] = [message && contentOf(message.kind, message.raw), outputOf(result)];
  const areAlike = input?.kind === "hl7v2" && output?.kind === "hl7v2";
  const shown: readonly View[] = areAlike ? ["parsed", "text", "changes"] : ["parsed", "text"];
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Test of ${message?.type ?? "a message"}`}
      description="Nothing was sent."
    >
      <div className="mb-2.5 flex flex-wrap items-center gap-3">
        <Status shape={shape}>{word}</Status>
        <div className="ml-auto w-80 max-sm:w-full">
          <Segments
            aria-label="Shown as"
            options={shown.map((value) => ({ value, label: views[value] }))}
            value={view}
            onChange={setView}
          />
        </div>
      </div>
      {error ? (
        <ReadFailed what="The message" right="read messages" error={error} onRetry={refetch} />
      ) : view === "changes" && input && output ? (
        <LineChanges changes={changesOf(input.text, output.text)} />
      ) : (
        <div className="grid grid-cols-2 gap-3 max-lg:grid-cols-1">
          <Side title="Came in">
            {input ? <Shown content={input} view={view} /> : <SkeletonRows label="Loading the message" />}
          </Side>
          <Side title="Would go out">
            {output ? <Shown content={output} view={view} /> : <NoOutput result={result} />}
          </Side>
        </div>
      )}
    </Dialog>
  );
}

type Content = { kind: "hl7v2" | "json"; text: string; json?: Json };

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Shown as the text that it is.
    return undefined;
  }
}

function contentOf(kind: string, raw: string): Content {
  if (kind === "hl7v2") return { kind, text: editableOf(raw) };
  return { kind: "json", text: formatJson(raw), json: readJson(raw) };
}

function outputOf({ output, outputKind }: ChannelTestResult): Content | undefined {
  if (output === null || outputKind === null) return undefined;
  return contentOf(outputKind, typeof output === "string" ? output : JSON.stringify(output));
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col">
      <h3 className="mb-1.25 font-semibold text-xs">{title}</h3>
      <div
        // What scrolls has to be reached by keyboard.
        tabIndex={0}
        className="h-[56vh] overflow-auto rounded-md border border-line p-1.5 focus-visible:-outline-offset-2 max-lg:h-auto max-lg:max-h-[40vh]"
      >
        {children}
      </div>
    </section>
  );
}

function Shown({ content: { kind, text, json }, view }: { content: Content; view: View }) {
  if (view === "parsed" && kind === "hl7v2") return <ReadMessage text={text} />;
  if (view === "parsed" && json !== undefined) {
    return (
      <ul>
        <JsonTree value={json} />
      </ul>
    );
  }
  return <pre className="whitespace-pre-wrap wrap-anywhere font-mono text-xs/4.75">{text}</pre>;
}

function NoOutput({ result: { filtered, errors } }: { result: ChannelTestResult }) {
  if (filtered) return <p className="p-1.5 text-ink-2">The filter keeps it from going on.</p>;
  return <Banner tone="bad">{errorWords(errors)}</Banner>;
}
