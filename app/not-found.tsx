import { LinkButton } from "@/components/ui/button";
import { FullPageState } from "./full-page-state";

export default function NotFound() {
  return (
    <FullPageState title="There is nothing at this address">
      <p>It may have been removed, or it belongs to another organization.</p>
      <LinkButton href="/" variant="primary">
        Go to the start
      </LinkButton>
    </FullPageState>
  );
}
