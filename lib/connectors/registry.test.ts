import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { connectorById, connectors, findConnector } from "./registry";

const shared = new Set(["contract", "protocols", "testing"]);
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.has(entry.name))
  .map((entry) => entry.name);

describe("the registry", () => {
  it("holds the connector of every folder and no other", () => {
    expect(connectors.map(({ id }) => id).sort()).toEqual(folders.sort());
  });

  it.each(["epic", "EPIC", "Epic EHR", "epic systems", " Epic Systems "])("finds Epic by «%s»", (word) => {
    expect(findConnector(word)?.id).toBe("epic");
  });

  it("finds nothing by words of no connector", () => {
    expect(findConnector("Nonesuch")).toBeUndefined();
    expect(connectorById("EPIC")).toBeUndefined();
  });

  it.each(connectors.map((connector) => [connector.id, connector] as const))(
    "%s declares what it can do once",
    (_id, connector) => {
      for (const [entity, port] of Object.entries(connector.entities)) {
        expect(port.entity).toBe(entity);
        expect(port.write.create).toBe(port.create !== undefined);
        expect(port.write.update).toBe(port.update !== undefined);
        expect(port.write.delete).toBe(port.withdrawn !== undefined);
      }
      expect(connector.requiresApproval).toBe(connector.approvalNote !== undefined);
    },
  );
});
