import { createLucideIcon } from "lucide-react";

/** Dental practices and their systems; lucide has no tooth. */
export const Tooth = createLucideIcon("tooth", [
  [
    "path",
    {
      key: "tooth",
      d: "M7.6 3.9C5 4.3 3.9 6.5 4.4 9.2c.3 1.9 1.1 2.9 1.4 5.2.3 2.4.6 5.8 2.2 5.8 1.9 0 1.5-5.4 4-5.4s2.1 5.4 4 5.4c1.6 0 1.9-3.4 2.2-5.8.3-2.3 1.1-3.3 1.4-5.2.5-2.7-.6-4.9-3.2-5.3-1.7-.3-2.8.9-4.4.9s-2.7-1.2-4.4-.9z",
    },
  ],
]);
