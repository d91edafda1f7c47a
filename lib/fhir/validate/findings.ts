/** What a walk through a resource finds. */
import type { Issue } from "./issue";

/** Nobody reads more, and a hostile resource shall not make an answer many times its size. */
const mostIssues = 200;

interface Found {
  readonly path: string;
}

export class Findings {
  readonly issues: Issue[] = [];
  /** How often something was not even of the shape that FHIR defines: no rule says anything sensible about it. */
  malformed = 0;

  /** Notes what is wrong at a place, if anything is. */
  add(code: Issue["code"], { path }: Found, diagnostics: string | undefined, isWarning = false): void {
    if (diagnostics === undefined) return;
    if (code === "structure" || code === "required" || code === "not-supported") this.malformed += 1;
    if (this.issues.length >= mostIssues) return;
    this.issues.push({ severity: isWarning ? "warning" : "error", code, expression: path, diagnostics });
  }
}
