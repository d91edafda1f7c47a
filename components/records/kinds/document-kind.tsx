"use client";

import { Fact } from "@/components/ui/fact-list";
import { documentSchema } from "@/lib/records/schema";
import { FirstRecordLink } from "../record-link";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { Period, When } from "../when";
import { Attachments } from "./attachments";
import {
  choice,
  nameColumn,
  patientColumn,
  statusColumn,
  textColumn,
  timeColumn,
  updatedColumn,
} from "./columns";
import { CodesFact, FactSection, LinksFact, PatientFact, StatusFact, TextFact } from "./facts";
import { Identifiers } from "./identifiers";
import type { RecordKind } from "./record-kind";

type DocumentRecord = RecordOf<"documents">;

/** What its first attachment says that the type does not. */
function contentText({ data: { attachments } }: DocumentRecord): string | null {
  const [first] = attachments;
  if (!first) return null;
  const more = attachments.length > 1 ? ` +${attachments.length - 1}` : "";
  return `${[first.title, first.contentType].filter(Boolean).join(", ") || "Without a title"}${more}`;
}

function DocumentFacts({ record: { data, labels } }: { record: DocumentRecord }) {
  return (
    <>
      <FactSection title="Document">
        <CodesFact label="Type" codes={[data.type]} />
        <PatientFact id={data.patientId} labels={labels} />
        <StatusFact status={data.status} />
        {data.documentStatus ? <StatusFact label="Content" status={data.documentStatus} /> : null}
        <Fact label="Indexed">
          <When at={data.indexedAt} />
        </Fact>
        {data.startAt || data.endAt ? (
          <Fact label="Time of care">
            <Period from={data.startAt} to={data.endAt} />
          </Fact>
        ) : null}
        <LinksFact label="Author" entity="practitioners" ids={data.authorIds} labels={labels} />
        <LinksFact label="Encounter" entity="encounters" ids={data.encounterIds} labels={labels} />
        <CodesFact label="Category" codes={data.category} />
        <TextFact label="Description" text={data.description} />
      </FactSection>
      <Attachments attachments={data.attachments} />
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

export const documentKind: RecordKind<DocumentRecord> = {
  entity: "documents",
  schema: recordOf(documentSchema),
  searchPlaceholder: "Type, title or description",
  columns: [
    nameColumn("Document"),
    textColumn({ id: "content", head: "Content", width: "22%", secondary: true }, contentText),
    patientColumn,
    {
      id: "author",
      head: "Author",
      width: "16%",
      show: ({ data, labels }) => (
        <FirstRecordLink entity="practitioners" ids={data.authorIds} labels={labels} />
      ),
    },
    statusColumn,
    timeColumn("Indexed", ({ data }) => data.indexedAt),
    updatedColumn,
  ],
  choices: [
    choice("status", "Status", "current", "superseded", "entered-in-error"),
    choice("documentStatus", "Content", "preliminary", "final", "amended", "entered-in-error"),
  ],
  happenedAt: ({ data }) => data.indexedAt ?? data.startAt,
  detail: contentText,
  Outcome: ({ record }) => <RecordStatus status={record.data.status} />,
  Line: ({ record }) => <When at={record.data.indexedAt ?? record.data.startAt} />,
  Facts: DocumentFacts,
};
