"use client";

import { type ReactNode, useMemo } from "react";
import { formatJson } from "@/components/records/format-json";
import { type Json, JsonTree } from "./json-tree";
import { Pane, PaneGrid, RawPane } from "./message-panes";

type OtherPanesProps = {
  /** Null where it could not be read. */
  parsed: Json;
  raw: string;
  charset: string | null;
  tabs: ReactNode;
  /** What is shown in place of the tree, as the answer. */
  instead?: ReactNode;
};

/** A message of another kind than HL7 v2, or one that could not be read. */
export function OtherPanes({ parsed, raw, charset, tabs, instead }: OtherPanesProps) {
  const text = useMemo(() => formatJson(raw.replace(/\r\n?/g, "\n")), [raw]);
  return (
    <PaneGrid>
      <Pane label="Parsed" head={tabs}>
        {instead ?? (parsed === null ? <NoTree isEmpty={raw === ""} /> : <Tree value={parsed} />)}
      </Pane>
      <RawPane raw={raw} detail={charset ?? ""}>
        <section
          aria-label="Raw text"
          // What scrolls has to be reached by keyboard.
          tabIndex={0}
          className="px-4 py-2 focus-visible:-outline-offset-2"
        >
          <pre className="font-mono text-ink-2 text-xs/4.75 group-data-[wrap=true]:whitespace-pre-wrap group-data-[wrap=true]:wrap-anywhere">
            {text}
          </pre>
        </section>
      </RawPane>
    </PaneGrid>
  );
}

function Tree({ value }: { value: Json }) {
  return (
    <ul className="px-2 py-1.5">
      <JsonTree value={value} />
    </ul>
  );
}

/** Deletions and bare notifications have no body. */
function NoTree({ isEmpty }: { isEmpty: boolean }) {
  return (
    <p className="px-4 py-3 text-ink-2">
      {isEmpty
        ? "It has no body: its type and its records say what it is about."
        : "It could not be read as what it should be. Its text stands beside."}
    </p>
  );
}
