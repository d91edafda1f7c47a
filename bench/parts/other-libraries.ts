/** The same rows and resources in the hands of libraries that people build such syncs with. */
import type { Resource } from "@medplum/fhirtypes";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Client } from "pg";
import { indexDefinitions, medplumProblems } from "@/lib/fhir/testing/medplum";
import { validateResource } from "@/lib/fhir/validate";
import { PrismaClient } from "@/prisma/generated/client";
import { type Measured, secondsOf } from "./sync-parts";

const rowsPerWrite = 500;
const schema = "bench_prisma";

/**
 * Prisma's createMany into an empty table of the same columns and indexes, then its upsert of each row as it stands:
 * how a sync without engine takes in what is new, and finds out that nothing changed.
 */
export async function throughPrisma(
  owner: Client,
  databaseUrl: string,
  most: number,
): Promise<{ readonly inserted: Measured; readonly unchanged: Measured }> {
  await owner.query(`create schema ${schema}`);
  await owner.query(`create table ${schema}.entity_records (like public.entity_records including all)`);
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }, { schema }) });
  const source = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
  const rows = await source.entityRecord.findMany({ take: most });
  const data = rows.map((row) => ({ ...row, data: Object(row.data), changedBy: Object(row.changedBy) }));
  const inserting = await secondsOf(async () => {
    for (let start = 0; start < data.length; start += rowsPerWrite) {
      await prisma.entityRecord.createMany({ data: data.slice(start, start + rowsPerWrite) });
    }
  });
  const upserting = await secondsOf(async () => {
    for (let start = 0; start < data.length; start += rowsPerWrite) {
      await prisma.$transaction(
        data
          .slice(start, start + rowsPerWrite)
          .map((row) => prisma.entityRecord.upsert({ where: { id: row.id }, create: row, update: row })),
      );
    }
  });
  await Promise.all([prisma.$disconnect(), source.$disconnect()]);
  return {
    inserted: { records: data.length, seconds: inserting },
    unchanged: { records: data.length, seconds: upserting },
  };
}

/** Medplum's check of each resource against the definitions of R4, which stores nothing. */
export async function throughMedplum(resources: readonly Resource[]): Promise<Measured> {
  indexDefinitions();
  const seconds = await secondsOf(async () => {
    for (const resource of resources) medplumProblems(resource);
  });
  return { records: resources.length, seconds };
}

/** The same by our own validator. */
export async function throughValidation(resources: readonly Resource[]): Promise<Measured> {
  const seconds = await secondsOf(async () => {
    for (const resource of resources) validateResource(resource);
  });
  return { records: resources.length, seconds };
}
