import { Button } from "./button";
import { formatCount } from "./format";

/** What came while the pointer or the focus was in a table waits behind this, above its first row. */
export function NewRows({ count, onLetIn }: { count: number; onLetIn: () => void }) {
  if (count === 0) return null;
  return (
    <div className="sticky top-8 z-(--z-sticky) flex h-0 justify-center">
      <Button size="sm" onClick={onLetIn} className="shadow-raised">
        {formatCount(count)} new
      </Button>
    </div>
  );
}
