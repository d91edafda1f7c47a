/** Runs before any other script of ours in the browser. */
import { z } from "zod";

// zod otherwise probes `new Function`, which the content security policy refuses and the browser then reports.
z.config({ jitless: true });
