import Link from "next/link";
import { Unknown } from "@/components/ui/fact-list";
import type { RecordEntity } from "@/lib/records/schema";
import type { RecordEnvelope } from "./record-shapes";

type RecordLinkProps = Pick<RecordEnvelope, "labels"> & {
  /** The entity of the record that is pointed at. */
  entity: RecordEntity;
  id: string | null;
};

/** A record that another points to, by name; those who may not see it are told so. */
export function RecordLink({ entity, id, labels }: RecordLinkProps) {
  if (id === null) return <Unknown />;
  const label = labels[id];
  if (label === undefined) return <span className="text-ink-3">Not shown to you</span>;
  return (
    <Link
      href={`/records/${entity}/${id}`}
      prefetch={false}
      className="inline-block py-0.5 text-accent-ink underline-offset-2 hover:underline"
    >
      <bdi>{label}</bdi>
    </Link>
  );
}

type RecordLinksProps = Pick<RecordEnvelope, "labels"> & {
  entity: RecordEntity;
  /** Null holds the place of a record that has not come in yet. */
  ids: readonly (string | null)[];
};

/** The first of several, and how many more there are. */
export function FirstRecordLink({ entity, ids, labels }: RecordLinksProps) {
  const known = ids.filter((id) => id !== null);
  const rest = known.length - 1;
  return (
    <>
      <RecordLink entity={entity} id={known[0] ?? null} labels={labels} />
      {rest > 0 ? <span className="text-ink-3"> +{rest}</span> : null}
    </>
  );
}

/** All of them, one a line; of those that are missing, how many. */
export function RecordLinks({ entity, ids, labels }: RecordLinksProps) {
  const known = ids.filter((id) => id !== null);
  return (
    <>
      {known.map((id) => (
        <span key={id} className="block">
          <RecordLink entity={entity} id={id} labels={labels} />
        </span>
      ))}
      {known.length < ids.length ? (
        <span className="block text-ink-3">{ids.length - known.length} not in Carelane yet</span>
      ) : null}
    </>
  );
}
