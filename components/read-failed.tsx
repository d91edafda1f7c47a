import { ApiError } from "@/components/api";
import { ErrorState, ForbiddenState } from "@/components/ui/states";

type ReadFailedProps = {
  /** What was asked for: "Patients". */
  what: string;
  /** The right it takes, as an activity: "read records". */
  right: string;
  error: Error;
  onRetry: () => void;
};

/** Why a question was not answered, in the words of the server. */
export function ReadFailed({ what, right, error, onRetry }: ReadFailedProps) {
  const problem = error instanceof ApiError ? error : null;
  if (problem?.status === 403) {
    return <ForbiddenState right={right}>An administrator can give it to you.</ForbiddenState>;
  }
  return (
    <ErrorState title={`${what} could not be read`} onRetry={onRetry} requestId={problem?.requestId}>
      {problem?.message ?? "The answer was not what this page expects. The fault is Carelane’s."} Syncs go on.
    </ErrorState>
  );
}
