import { Client } from "pg";
import { connect } from "@/lib/sync/testing/connection";
import { benchmark, print, runJob, startVendor, startWorker } from "@/bench/parts/sync-parts";
const owner = new Client(process.env.DATABASE_URL);
await owner.connect();
await benchmark(async () => {
  const vendor = await startVendor("epic", Number(process.env.PATIENTS ?? 15000));
  const connection = await connect(vendor);
  const worker = startWorker();
  for (const what of ["first", "second"]) {
    print(what, await runJob(connection, { direction: "INBOUND", mode: "FULL" }));
    const { rows } = await owner.query(`select j.created_at, count(*)::int as pages, round(avg((s.counts->>'added')::int + (s.counts->>'unchanged')::int)) as per_page, round(sum(fetch_ms)) as f, round(sum(map_ms)) map, round(sum(write_ms)) write, (max(s.at)-min(s.at))::text as span, (min(s.at)-j.started_at)::text as before, (j.finished_at-max(s.at))::text as after_it from sync_job_steps s join sync_jobs j on j.id=s.job_id group by j.id order by 1 desc limit 1`);
    console.log(JSON.stringify(rows[0]));
  }
  worker.kill("SIGTERM");
  await new Promise((r) => worker.once("exit", r));
});
await owner.end();
