import { expect, it } from "vitest";
import { actionsFor } from "./integration-actions";
import { connectorLike, integrationLike } from "./testing/integration-like";

it("offers a sync of what can be asked, and none of what sends by itself", () => {
  const offered = (canBePulled: boolean) =>
    actionsFor(integrationLike(), connectorLike({ canBePulled }), ["integrations:write", "sync:write"]).map(
      ({ id }) => id,
    );
  expect(offered(true)).toEqual(["test", "pause", "sync"]);
  expect(offered(false)).toEqual(["test", "pause"]);
});
