import { ApiError } from "@/components/api";
import { BannerStrip } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatClock } from "@/components/ui/format";
import { ErrorState, ForbiddenState } from "@/components/ui/states";

type ReadFailedProps = {
  /** What was asked for: "Patients". */
  what: string;
  /** The right it takes, as an activity: "read records". */
  right: string;
  error: Error;
  onRetry: () => void;
};

const odd = "The answer was not what this page expects. The fault is Carelane’s.";

/** Why a question was not answered, in the words of the server. */
export function ReadFailed({ what, right, error, onRetry }: ReadFailedProps) {
  const problem = error instanceof ApiError ? error : null;
  if (problem?.status === 403) {
    return <ForbiddenState right={right}>An administrator can give it to you.</ForbiddenState>;
  }
  if (problem?.status === 404) {
    return (
      <ErrorState title={`${what} is not here`}>
        {problem.message} It may have been removed, or it belongs to another organization.
      </ErrorState>
    );
  }
  return (
    <ErrorState title={`${what} could not be read`} onRetry={onRetry} requestId={problem?.requestId}>
      {problem?.message ?? odd} Syncs go on.
    </ErrorState>
  );
}

type ReadAgainFailedProps = Omit<ReadFailedProps, "right"> & {
  /** When what is shown was read, in ms since 1970. */
  readAtMs: number;
};

/** Above what could be read once and then no more: it is shown as it was. */
export function ReadAgainFailed({ what, error, readAtMs, onRetry }: ReadAgainFailedProps) {
  return (
    <BannerStrip
      tone="warn"
      title={`${what} shown as of ${formatClock(new Date(readAtMs))}`}
      action={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      They could not be read since. {error instanceof ApiError ? error.message : odd}
    </BannerStrip>
  );
}
