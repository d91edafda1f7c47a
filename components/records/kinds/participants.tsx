import { Fact, Unknown } from "@/components/ui/fact-list";
import type { Coded } from "@/lib/records/schema";
import { RecordLink } from "../record-link";
import type { RecordEnvelope } from "../record-shapes";
import { codedText, statusText } from "../words";
import { Aside } from "./entry-parts";
import { FactSection } from "./facts";

type Participant = {
  practitionerId: string | null;
  name: string | null;
  role: Coded | null;
  status?: string | null;
};

type ParticipantsProps = Pick<RecordEnvelope, "labels"> & { participants: readonly Participant[] };

/** Those of whom at least a name is known: a room or a device may come without one. */
function named(participants: readonly Participant[]): Participant[] {
  return participants.filter(({ practitionerId, name }) => practitionerId !== null || name !== null);
}

function Who({
  participant: { practitionerId, name },
  labels,
}: Pick<RecordEnvelope, "labels"> & { participant: Participant }) {
  if (practitionerId === null) return <bdi>{name}</bdi>;
  return <RecordLink entity="practitioners" id={practitionerId} labels={labels} />;
}

/** The first who takes part, for a column. */
export function FirstParticipant({ participants, labels }: ParticipantsProps) {
  const [first, ...others] = named(participants);
  if (!first) return <Unknown />;
  return (
    <>
      <Who participant={first} labels={labels} />
      {others.length > 0 ? <span className="text-ink-3"> +{others.length}</span> : null}
    </>
  );
}

/** Everybody who takes part, and as what. */
export function Participants({ participants, labels }: ParticipantsProps) {
  const known = named(participants);
  if (known.length === 0) return null;
  return (
    <FactSection title="Taking part">
      {known.map((participant) => (
        <Fact
          key={JSON.stringify(participant)}
          label={participant.role ? statusText(codedText(participant.role)) : "With"}
        >
          <Who participant={participant} labels={labels} />
          <Aside>{[participant.status ? statusText(participant.status) : null]}</Aside>
        </Fact>
      ))}
    </FactSection>
  );
}
