/**
 * match() and search() of field paths over RE2, which takes time in proportion to the text whatever the pattern. The
 * library's own run on the host's engine: a pattern of an administrator, or even one that stands in the vendor's data
 * (RFC 9535 allows both), could hold the process for years.
 */
import { type FilterFunction, type JSONPathEnvironment, jsonpath } from "json-p3";
import { RE2JS } from "re2js";

/** Patterns are compiled before they are matched, which costs by their length. */
const longestPattern = 1_000;
/** Patterns that stay compiled; a mapping seldom has more. */
const keptPatterns = 100;

const conformance = new jsonpath.functions.Match({ throwErrors: true });

/** RFC 9485, section 5.3: a dot outside of a class is any character but a line's end. */
function withPlainDots(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./gsu, (part) => (part === "." ? "[^\\n\\r]" : part));
}

/** Undefined for what is no I-Regexp (RFC 9485) or is too long; RFC 9535 lets those match nothing. */
function compiled(pattern: string): RE2JS | undefined {
  if (pattern.length > longestPattern) return undefined;
  try {
    // Matched against nothing, which takes no time, it only says whether the pattern conforms.
    conformance.call("", pattern);
    return RE2JS.compile(withPlainDots(pattern));
  } catch {
    return undefined;
  }
}

class LinearMatch implements FilterFunction {
  readonly argTypes = [jsonpath.FunctionExpressionType.ValueType, jsonpath.FunctionExpressionType.ValueType];
  readonly returnType = jsonpath.FunctionExpressionType.LogicalType;
  private readonly kept = new Map<string, RE2JS | undefined>();

  constructor(private readonly test: (expression: RE2JS, text: string) => boolean) {}

  call(text: unknown, pattern: unknown): boolean {
    if (typeof text !== "string" || typeof pattern !== "string") return false;
    const expression = this.expressionOf(pattern);
    return expression !== undefined && this.test(expression, text);
  }

  private expressionOf(pattern: string): RE2JS | undefined {
    if (!this.kept.has(pattern)) {
      if (this.kept.size >= keptPatterns) this.kept.clear();
      this.kept.set(pattern, compiled(pattern));
    }
    return this.kept.get(pattern);
  }
}

/** Gives the environment functions that no pattern can hold up. */
export function boundRegularExpressions({ functionRegister }: JSONPathEnvironment): void {
  functionRegister.set("match", new LinearMatch((expression, text) => expression.testExact(text)));
  functionRegister.set("search", new LinearMatch((expression, text) => expression.test(text)));
}
