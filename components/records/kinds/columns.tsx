/** Columns that several kinds of records share. */
import { Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { titleOf } from "@/lib/records/schema";
import { RecordLink } from "../record-link";
import type { RecordEnvelope } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { RecordTitle } from "../row-parts";
import { When } from "../when";
import { statusText } from "../words";
import type { ChoiceFilter, RecordColumn } from "./record-kind";

type Titled = RecordEnvelope & { data: unknown };
type OfPatient = RecordEnvelope & { data: { patientId: string | null } };
type WithStatus = RecordEnvelope & { data: { status: string | null } };

/** What names the row. */
export function nameColumn(head: string): RecordColumn<Titled> {
  return {
    id: "name",
    head,
    names: true,
    phone: "name",
    show: (record) => <RecordTitle record={record}>{titleOf(record.entity, record.data)}</RecordTitle>,
  };
}

export const patientColumn: RecordColumn<OfPatient> = {
  id: "patient",
  head: "Patient",
  width: "18%",
  phone: "detail",
  show: ({ data, labels }) => <RecordLink entity="patients" id={data.patientId} labels={labels} />,
};

export const statusColumn: RecordColumn<WithStatus> = {
  id: "status",
  head: "Status",
  width: "136px",
  phone: "state",
  className: "max-sm:text-right",
  show: ({ data }) => <RecordStatus status={data.status} />,
};

/** A column of times; on a phone it stands where the time of a row stands. */
export function timeColumn<R>(head: string, timeOf: (record: R) => string | null): RecordColumn<R> {
  return {
    id: "when",
    head,
    width: "164px",
    phone: "time",
    className: "max-sm:text-ink-3",
    show: (record) => <When at={timeOf(record)} />,
  };
}

/** When the record last changed here. */
export const updatedColumn: RecordColumn<RecordEnvelope> = {
  id: "updated",
  head: "Updated",
  width: "96px",
  right: true,
  secondary: true,
  className: "text-ink-3",
  show: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
};

/** Words that may be missing. */
export function textColumn<R>(
  column: Pick<RecordColumn<R>, "id" | "head" | "width" | "secondary" | "phone" | "className">,
  textOf: (record: R) => string | null,
): RecordColumn<R> {
  return { ...column, show: (record) => textOf(record) ?? <Unknown /> };
}

/** A filter by codes whose words say what they mean. */
export function choice(name: string, label: string, ...values: readonly string[]): ChoiceFilter {
  return { name, label, options: values.map((value) => ({ value, label: statusText(value) })) };
}
