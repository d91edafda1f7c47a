import { defineErrors } from "@/lib/platform/errors";

export const hl7Errors = defineErrors("hl7", {
  hl7_unparseable: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The text is no HL7 v2 message",
  },
  hl7_charset_unfit: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The character set has no such letters",
  },
  hl7_incomplete: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "Too little is said to write the message",
  },
  hl7_path_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The path names no place of an HL7 v2 message",
  },
});
