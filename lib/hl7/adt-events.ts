/** The events that are told of a patient, each with the structure of its message (tables 0003 and 0354). */
export const adtStructures = {
  A01: "ADT_A01",
  A02: "ADT_A02",
  A03: "ADT_A03",
  A04: "ADT_A01",
  A05: "ADT_A05",
  A06: "ADT_A06",
  A07: "ADT_A06",
  A08: "ADT_A01",
  A11: "ADT_A09",
  A12: "ADT_A12",
  A13: "ADT_A01",
  A23: "ADT_A21",
  A28: "ADT_A05",
  A29: "ADT_A21",
  A31: "ADT_A05",
  A34: "ADT_A30",
  A40: "ADT_A39",
  A47: "ADT_A30",
} as const;

export type AdtEvent = keyof typeof adtStructures;

export const adtEvents = Object.keys(adtStructures) as AdtEvent[];
