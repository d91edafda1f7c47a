import { defineErrors } from "../errors";

export const cryptoErrors = defineErrors("crypto", {
  key_unknown: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "The key that sealed this is not in CARELANE_KEYS",
  },
  seal_broken: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "Sealed data could not be opened",
  },
});
