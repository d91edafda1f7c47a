/** Whether code of people can be read at all, said when it is written. Nothing of it runs. */
import { Script } from "node:vm";
import jsonata from "jsonata";
import { mappingErrors } from "../errors";

/** Refuses text that is not JSONata. Throws `code_failed` with the position, counted from 1. */
export function assertJsonata(expression: string): void {
  try {
    jsonata(expression);
  } catch (error) {
    const position = error instanceof Object && "position" in error ? ` at position ${error.position}` : "";
    throw mappingErrors.code_failed({ detail: `The expression is not JSONata${position}.` });
  }
}

/** Refuses text that is not the body of a function. Throws `code_failed` with what is wrong with it. */
export function assertCustomCode(code: string): void {
  try {
    new Script(`(function (value, source) { "use strict"; ${code}\n})`);
  } catch (error) {
    const words = error instanceof SyntaxError ? ` ${error.message}.` : "";
    throw mappingErrors.code_failed({ detail: `The code is not the body of a JavaScript function.${words}` });
  }
}
