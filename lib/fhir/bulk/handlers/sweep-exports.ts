/** An export's lines are kept for a day after it ended; who cancelled it wants none of them. */
import { handle, sweep } from "@/lib/queue";
import { sweepExports } from "../jobs";

const isOver = "(e.state in ('cancelled', 'failed') or e.expires_at < now())";

/** Each deletes at most $1 rows. */
const chunks = `
  delete from fhir_export_chunks where (export_id, file, part) in (
    select c.export_id, c.file, c.part from fhir_export_chunks c join fhir_exports e on e.id = c.export_id
     where ${isOver} limit $1)`;

const exports = `
  delete from fhir_exports where id in (
    select e.id from fhir_exports e
     where ${isOver} and e.finished_at < now() - interval '7 days'
       and not exists (select 1 from fhir_export_chunks c where c.export_id = e.id) limit $1)`;

export const sweepExportsHandler = handle(sweepExports, (context) => sweep(context, [chunks, exports]));
