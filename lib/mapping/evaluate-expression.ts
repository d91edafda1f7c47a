/** Single JSONata expressions outside of mappings, run like any code of people: in threads that can be ended. */
import { z } from "zod";
import { applyPull } from "./apply";
import { compileMapping } from "./compile";
import { mappingErrors } from "./errors";
import type { Json } from "./path";
import { conditionOf } from "./sandbox/condition";
import { assertJsonata } from "./sandbox/grammar";
import { wordsOf } from "./words";

const outputSchema = z.object({ result: z.custom<Json>().optional() });

/** Refuses text that is not JSONata. Throws `code_failed` with the position, at `path` of what was sent. */
export function assertExpression(expression: string, path: string): void {
  try {
    assertJsonata(expression);
  } catch (cause) {
    const message = wordsOf(cause);
    throw mappingErrors.code_failed({ detail: message, errors: [{ path, message }], cause });
  }
}

/** What the expression makes of a document, `$`; null when it finds nothing. Throws `code_failed` with the reason. */
export async function evaluateExpression(jsonata: string, document: unknown): Promise<Json> {
  const transform = { kind: "expression", jsonata };
  const mapping = compileMapping([{ localField: "result", remoteField: "$", transform }]);
  const [outcome] = await applyPull(mapping, [{ resource: document, record: {} }]);
  const [failure] = outcome?.errors ?? [];
  if (failure) throw mappingErrors.code_failed({ detail: failure.message });
  return outputSchema.parse(outcome?.output).result ?? null;
}

/** Whether a document is as the expression wants it. Throws `code_failed` where that cannot be said. */
export async function holdsTrue(jsonata: string, document: unknown): Promise<boolean> {
  return (await evaluateExpression(conditionOf(jsonata), document)) === true;
}
